# Parts of a job: resumed, locked, refused, side by side.
Describe 'Invoke-SegJob' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        Write-Volume volume.tif (0..9)
        function New-TestJob([string] $Name, [int] $Parts = 3, [string] $Volume = 'volume.tif') {
            New-SegJob $Volume -Model model.ndseg -OutFile "$Name.tif" -Parts $Parts -Path $Name
        }
        function Get-Slice([string] $Job) { @(Get-ChildItem "$Job/parts" -Recurse -Filter *.slice | ForEach-Object { [int]$_.BaseName } | Sort-Object) }
    }

    AfterAll { Pop-Location }

    It 'computes one part, once' {
        $null = New-TestJob once
        $part = Invoke-SegJob once -Part 1
        $part.State | Should -Be Finished
        $part.Part, $part.First, $part.Last, $part.Computed | Should -Be 1, 3, 5, 3
        Get-Slice once | Should -Be 3, 4, 5
        $before = Get-ChildItem once/parts/00001/*.slice | Get-FileHash
        $times = (Get-ChildItem once/parts/00001/*.slice).LastWriteTimeUtc
        (Invoke-SegJob once -Part 1).Computed | Should -Be 0
        (Get-ChildItem once/parts/00001/*.slice).LastWriteTimeUtc | Should -Be $times
        (Invoke-SegJob once -Part 1 -Force).Computed | Should -Be 3
        (Get-ChildItem once/parts/00001/*.slice | Get-FileHash).Hash | Should -Be $before.Hash
        Get-ChildItem once/parts -Directory | Should -HaveCount 1
    }

    It 'goes on with the first missing slice after the process was killed' {
        # Slow enough to be met in the middle: large slices.
        Write-Volume large.tif (0..5) 400
        $null = New-TestJob killed 1 large.tif
        $file = Join-Path $workspace run.ps1
        Set-Content $file "Set-Location '$workspace'; Import-Module '$modulePath'; Invoke-SegJob killed -Part 0 -Threads 1"
        $process = Start-Process (Join-Path $PSHOME pwsh) -ArgumentList '-NoProfile', '-NonInteractive', '-File', "`"$file`"" -PassThru -RedirectStandardOutput out.txt
        for ($n = 0; $n -lt 6000 -and -not $process.HasExited -and (Get-Slice killed -ErrorAction Ignore).Count -lt 2; $n++) { Start-Sleep -Milliseconds 10 }
        if (-not $process.HasExited) {
            # The second process is told who is at work.
            $busy = (Invoke-Captured { Invoke-SegJob killed -Part 0 }).Errors
            if ($busy) {
                $busy.FullyQualifiedErrorId | Should -BeLike 'PartBusy,*'
                $busy.Exception.Message | Should -BeLike "*process $($process.Id) on *"
            }
        }
        $process.Kill()
        $process.WaitForExit()
        $there = Get-Slice killed
        $part = Invoke-SegJob killed -Part 0
        $part.State | Should -Be Finished
        $part.Computed | Should -Be (6 - $there.Count)
    }

    It 'leaves a part that is held to its holder: an error with -Part, the other parts with -All' {
        $null = New-TestJob held
        $null = Invoke-SegJob held -Part 1
        # Held as the module holds it.
        $lock = [IO.FileStream]::new("$workspace/held/parts/00001/ndseg.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try {
            (Invoke-Captured { Invoke-SegJob held -Part 1 }).Errors.FullyQualifiedErrorId | Should -BeLike 'PartBusy,*'
            $all = Invoke-Captured { Invoke-SegJob held -All }
            $all.Errors | Should -HaveCount 0
            $all.Output.Part | Should -Be 0, 2
        }
        finally { $lock.Dispose() }
    }

    It 'takes ranges of parts and refuses others' {
        $null = New-TestJob ranges 5
        (Invoke-SegJob ranges -Part 0, 3-).Part | Should -Be 0, 3, 4
        (Invoke-Captured { Invoke-SegJob ranges -Part 5 }).Errors.FullyQualifiedErrorId | Should -BeLike 'PartOutOfRange,*'
        (Invoke-Captured { Invoke-SegJob ranges -Part x }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidSliceRange,*'
        (Invoke-Captured { Invoke-SegJob ranges -Part x }).Errors[0].Exception.Message | Should -BeLike "Expected parts*found 'x'*Count parts*"
    }

    It 'computes all parts side by side' {
        $parts = New-TestJob all 4 | Invoke-SegJob -All -ThrottleLimit 3 -Threads 2
        $parts.Part | Sort-Object | Should -Be 0, 1, 2, 3
        $parts.State | Sort-Object -Unique | Should -Be Finished
        Get-Slice all | Should -Be (0..9)
    }

    It 'refuses a file that was changed, by name' {
        Write-Volume changing.tif (0..9)
        $null = New-TestJob changed 3 changing.tif
        $null = Invoke-SegJob changed -Part 0
        $bytes = [IO.File]::ReadAllBytes("$workspace/changing.tif")
        $bytes[1000] = $bytes[1000] -bxor 1
        [IO.File]::WriteAllBytes("$workspace/changing.tif", $bytes)
        $failure = (Invoke-Captured { Invoke-SegJob changed -Part 1 }).Errors
        $failure.FullyQualifiedErrorId | Should -BeLike 'InputChanged,*'
        $failure.Exception.Message | Should -BeLike '*changing.tif*'
        # The same bytes with another time are the same file.
        $bytes[1000] = $bytes[1000] -bxor 1
        [IO.File]::WriteAllBytes("$workspace/changing.tif", $bytes)
        (Invoke-SegJob changed -Part 1).State | Should -Be Finished
        Remove-Item changing.tif
        (Invoke-Captured { Invoke-SegJob changed -Part 2 }).Errors.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }

    It 'refuses a changed file that the input draws on, by name' {
        Copy-Item "$repositoryRoot/tests/NDSeg.IO.Tests/Fixtures/virtual*.h5" .
        (Invoke-Captured { New-SegJob virtual.h5 -Dataset frames -Axis 0 -Model model.ndseg -OutFile virtual_source.h5 -Path drawn -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetIsInput,*'
        $null = New-SegJob virtual.h5 -Dataset frames -Axis 0 -Model model.ndseg -OutFile drawn.tif -Parts 3 -Path drawn | Invoke-SegJob -Part 0
        $bytes = [IO.File]::ReadAllBytes("$workspace/virtual_source.h5")
        [IO.File]::WriteAllBytes("$workspace/virtual_source.h5", $bytes + [byte]0)
        $failure = (Invoke-Captured { Invoke-SegJob drawn -Part 1 }).Errors
        $failure.FullyQualifiedErrorId | Should -BeLike 'InputChanged,*'
        $failure.Exception.Message | Should -BeLike '*virtual_source.h5*'
        # The same bytes with another time are the same file.
        [IO.File]::WriteAllBytes("$workspace/virtual_source.h5", $bytes)
        (Invoke-SegJob drawn -Part 1).State | Should -Be Finished
        Remove-Item virtual_source.h5
        (Invoke-Captured { Invoke-SegJob drawn -Part 2 }).Errors.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }

    It 'refuses a model that was changed, a plan of another version, and what is no plan' {
        $null = New-TestJob model
        Copy-Item other.ndseg model/model.ndseg
        $failure = (Invoke-Captured { Invoke-SegJob model -Part 0 }).Errors
        $failure.FullyQualifiedErrorId | Should -BeLike 'ModelChanged,*'
        $failure.Exception.Message | Should -BeLike '*model.ndseg*'

        $null = New-TestJob version
        $plan = Get-Content version/plan.json -Raw
        Set-Content version/plan.json ($plan -replace '"ndSeg": "[^"]*"', '"ndSeg": "0.0.1"')
        (Invoke-Captured { Invoke-SegJob version -Part 0 }).Errors.FullyQualifiedErrorId | Should -BeLike 'JobVersionMismatch,*'
        Set-Content version/plan.json ($plan -replace 'ndseg-job-1', 'ndseg-job-2')
        (Invoke-Captured { Invoke-SegJob version -Part 0 }).Errors.FullyQualifiedErrorId | Should -BeLike 'NewerJob,*'
        foreach ($text in '', '{}', '[1]', ($plan -replace '"sliceCount": 10', '"sliceCount": 11'), $plan.Substring(0, 300), ($plan -replace '"first": 3', '"first": 2')) {
            Set-Content version/plan.json $text
            (Invoke-Captured { Invoke-SegJob version -Part 0 }).Errors.FullyQualifiedErrorId | Should -BeLike 'CorruptJob,*'
        }
        (Invoke-Captured { Invoke-SegJob nowhere -Part 0 }).Errors.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
    }

    It 'computes slices again that are no longer what the part wrote' {
        $null = New-TestJob damaged 2
        $null = Invoke-SegJob damaged -Part 0
        $file = "$workspace/damaged/parts/00000/000000002.slice"
        $good = [IO.File]::ReadAllBytes($file)
        $bad = $good.Clone()
        $bad[$bad.Length / 2] = $bad[$bad.Length / 2] -bxor 255
        [IO.File]::WriteAllBytes($file, $bad)
        Remove-Item damaged/parts/00000/000000004.slice
        (Invoke-SegJob damaged -Part 0).Computed | Should -Be 2
        [Convert]::ToHexString([IO.File]::ReadAllBytes($file)) | Should -Be ([Convert]::ToHexString($good))
    }

    It 'reports a damaged slice and leaves the part unfinished' {
        Write-Volume torn.tif (0..5)
        Set-DamagedPage torn.tif 4
        $null = New-TestJob torn-job 2 torn.tif
        $seen = Invoke-Captured { Invoke-SegJob torn-job -All }
        $seen.Errors | Should -HaveCount 1
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TruncatedImage,*'
        "$($seen.Errors.TargetObject)" | Should -Be 'torn.tif[4]'
        $part = $seen.Output | Where-Object Part -EQ 1
        $part.State | Should -Be Unfinished
        $part.MissingSlices | Should -Be 4
    }

    It 'names a slice by its number in the file, also of a selection' {
        Write-Volume selected.tif (0..7)
        Set-DamagedPage selected.tif 5
        $null = New-SegJob selected.tif -Slice 2, 4- -Model model.ndseg -OutFile selected-labels.tif -Parts 2 -Path selected
        "$((Invoke-Captured { Invoke-SegJob selected -All }).Errors.TargetObject)" | Should -Be 'selected.tif[5]'
    }

    It 'shares the threads among the parts that there are' {
        $null = New-TestJob shares 2
        $null = Invoke-SegJob shares -All -ThrottleLimit 8 -Threads 8
        (Get-Content shares/parts/00000/part.json -Raw | ConvertFrom-Json).cost.threads | Should -Be 4
    }

    It 'stops at once while it watches an owner on another machine, whose part it leaves alone' {
        $null = New-TestJob watched 2
        $null = Invoke-SegJob watched -All
        Remove-Item watched/parts/*/part.json
        $text = '{"machine":"other","boot":"someone-else","process":77,"beat":5}'
        foreach ($call in 'Invoke-SegJob watched -Part 0', 'Invoke-SegJob watched -All -Force', 'New-SegJob volume.tif -Model model.ndseg -OutFile watched.tif -Path watched -Force') {
            Set-Content watched/parts/00000/owner.json $text
            $shell = [powershell]::Create().AddScript("Set-Location '$workspace'; Import-Module '$modulePath'; $call -Verbose")
            $null = $shell.BeginInvoke()
            try {
                for ($n = 0; $n -lt 1200 -and -not ($shell.Streams.Verbose -like '*was begun by*'); $n++) { Start-Sleep -Milliseconds 50 }
                "$($shell.Streams.Verbose -like '*was begun by*')" | Should -BeLike '*process 77 on other*'
                # It returns when the work has ended.
                $shell.Stop()
            }
            finally { $shell.Dispose() }
            (Get-Content watched/parts/00000/owner.json -Raw).Trim() | Should -Be $text
            'watched/plan.json' | Should -Exist
        }
        Get-Slice watched | Select-Object -First 5 | Should -Be (0..4)
    }

    It 'ends a batch script with exit code 0 or 1' {
        $null = New-TestJob exit 2
        $command = "Import-Module '$modulePath'; Invoke-SegJob '$workspace/exit' -Part"
        $pwsh = Join-Path $PSHOME pwsh
        & $pwsh -NoProfile -NonInteractive -Command "$command 1" | Out-Null
        $LASTEXITCODE | Should -Be 0
        & $pwsh -NoProfile -NonInteractive -Command "$command 2" 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 1
    }

    It 'uses the cores that Slurm gave' {
        $null = New-TestJob cores 1
        $env:SLURM_CPUS_PER_TASK = 1
        try { $seen = Invoke-Captured { Invoke-SegJob cores -All -Verbose } }
        finally { Remove-Item env:SLURM_CPUS_PER_TASK }
        @($seen.Verbose) -like '*: 1 thread' | Should -HaveCount 1
        (Get-Content cores/parts/00000/part.json -Raw | ConvertFrom-Json).cost.threads | Should -Be 1
    }

    It 'does nothing with -WhatIf' {
        $null = New-TestJob whatif
        Invoke-SegJob whatif -All -WhatIf
        'whatif/parts/00000' | Should -Not -Exist
    }
}
