# The scheduled job, examples/nightly.ps1: what it does once, again, side by side, and after it was killed.
Describe 'Nightly job' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1

        # Runs the job on a folder; gives its exit code.
        function Invoke-Nightly([string] $Folder, [double] $Smooth = 0, [string] $Model = 'model.ndseg') {
            & "$repositoryRoot/examples/nightly.ps1" -InputFolder $Folder -OutputFolder "$Folder-out" -Model $Model -Smooth $Smooth | Out-Null
            $LASTEXITCODE
        }

        function Get-Event([string] $Folder) { @(Get-ChildItem "$Folder-out/log" -Filter *.jsonl | Get-Content | ConvertFrom-Json) }

        # Names of the samples with such an event, sorted.
        function Get-Sample([string] $Folder, [string] $Name) { @((Get-Event $Folder | Where-Object event -EQ $Name).sample | Sort-Object) }
    }

    AfterAll { Pop-Location }

    It 'labels a folder once and then leaves it alone' {
        Write-Volume first/a.tif 1
        Write-Volume first/b.tif (2..4)
        Invoke-Nightly first | Should -Be 0
        Get-Sample first labelled | Should -Be 'a', 'b'
        foreach ($name in 'a', 'b') {
            "${name}_labels.tif", "${name}_labels.tif.json", "${name}_phases.csv", "$name.png" | ForEach-Object { "first-out/$_" | Should -Exist }
        }
        Get-Content first-out/phases.csv -TotalCount 1 | Should -Be 'sample,value,class,pixels,fraction'
        $phases = Import-Csv first-out/phases.csv
        $phases.sample | Should -Be 'a', 'a', 'b', 'b'
        ($phases[2..3].pixels | Measure-Object -Sum).Sum | Should -Be (3 * $edge * $edge)
        [Math]::Round([double]$phases[0].fraction + [double]$phases[1].fraction, 12) | Should -Be 1

        $before = Get-ChildItem first-out/*_labels.* | ForEach-Object LastWriteTimeUtc
        Invoke-Nightly first | Should -Be 0
        Get-ChildItem first-out/*_labels.* | ForEach-Object LastWriteTimeUtc | Should -Be $before
        Get-Sample first uptodate | Should -Be 'a', 'b'
        Get-Sample first labelled | Should -HaveCount 2
    }

    It 'writes reports and their index with -Report' {
        Write-Volume reported/a.tif 1
        & "$repositoryRoot/examples/nightly.ps1" -InputFolder reported -OutputFolder reported-out -Model model.ndseg -Report | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-Content -Raw reported-out/a_report.html | Should -Match '<h2>Phases'
        Get-Content -Raw reported-out/index.html | Should -Match 'href="./a_report.html"'
        Remove-Item reported-out/a_report.html
        Invoke-Nightly reported | Should -Be 0
        'reported-out/a_report.html' | Should -Not -Exist -Because 'without -Report nothing is missing'
    }

    It 'reports a volume as a whole' {
        Write-Volume deep/a.tif 1, 2, 3
        Write-Volume deep/holes.tif 1, 2, 3
        Set-DamagedPage deep/holes.tif 1
        & "$repositoryRoot/examples/nightly.ps1" -InputFolder deep -OutputFolder deep-out -Model model.ndseg -Report | Out-Null
        foreach ($sample in 'a', 'holes') {
            $page = [Net.WebUtility]::HtmlDecode((Get-Content -Raw "deep-out/${sample}_report.html"))
            $page | Should -Match "3 x $edge x $edge voxels"
            $page | Should -Match 'Three sections through the middle'
            $pixels = [regex]::Matches($page, '<td class="n">([\d,]+)</td><td class="n">[\d.]+ %') | ForEach-Object { [long]::Parse($_.Groups[1].Value, 'AllowThousands', [cultureinfo]::InvariantCulture) }
            $rows = Import-Csv deep-out/phases.csv | Where-Object sample -EQ $sample
            $pixels | Should -Be ([long[]]$rows.pixels)
        }
    }

    It 'does again what has another input, model or setting' {
        Write-Volume changed/a.tif 1
        Write-Volume changed/b.tif 2
        Invoke-Nightly changed | Should -Be 0
        Write-Volume changed/b.tif 5
        Invoke-Nightly changed | Should -Be 0
        Get-Sample changed labelled | Should -Be 'a', 'b', 'b'
        Invoke-Nightly changed -Smooth 1 | Should -Be 0
        Get-Sample changed labelled | Should -Be 'a', 'a', 'b', 'b', 'b'
        Invoke-Nightly changed -Smooth 1 -Model other.ndseg | Should -Be 0
        Get-Sample changed labelled | Should -HaveCount 7
        Add-Content changed-out/a_labels.tif 'damaged'
        Remove-Item changed-out/b.png
        Invoke-Nightly changed -Smooth 1 -Model other.ndseg | Should -Be 0
        Get-Sample changed labelled | Should -HaveCount 9
    }

    It 'gives every file results of its own, whatever the names have in common' {
        $number = 1
        foreach ($name in 'x.tif', 'x.tiff', 'x.tif.tif', 'x.tif.tif.tif', 'y.tif.tif', 'y.tif') { Write-Volume "names/$name" ($number++) }
        Invoke-Nightly names | Should -Be 0
        (Import-Csv names-out/phases.csv).sample | Sort-Object -Unique | Should -HaveCount 6
        Get-ChildItem names-out -Filter *_labels.tif | Should -HaveCount 6
        $inputs = Get-ChildItem names-out -Filter *_labels.tif.json | ForEach-Object { (Get-Content $_ -Raw | ConvertFrom-Json).input.file }
        $inputs | Sort-Object | Should -Be (Get-ChildItem names -Name | Sort-Object)
    }

    It 'writes no text that a spreadsheet takes for a formula' {
        Write-Volume 'formula/=1+2.tif' 1
        Write-Volume 'formula/@x.tif' 2
        Invoke-Nightly formula | Should -Be 0
        (Import-Csv formula-out/phases.csv).sample | Sort-Object -Unique | Should -Be "'@x", "'=1+2"
        Get-Content formula-out/phases.csv | Select-Object -Skip 1 | Should -Not -Match '(^|,)[=+@-]'
    }

    It 'gives 1 for a damaged file or slice and goes on with the others' {
        Write-Volume damaged/a.tif 1
        Set-Content damaged/b.tif 'no image'
        Write-Volume damaged/c.tif (2..4)
        Set-DamagedPage damaged/c.tif 1
        Invoke-Nightly damaged | Should -Be 1
        Get-Sample damaged labelled | Should -Be 'a', 'c'
        Get-Sample damaged failed | Should -Be 'b'
        (Get-Event damaged | Where-Object { $_.event -eq 'labelled' -and $_.sample -eq 'c' }).missing | Should -Be '1'
        'damaged-out/c.png' | Should -Exist

        # The same damaged slice is not computed again, and not forgotten.
        Invoke-Nightly damaged | Should -Be 1
        Get-Sample damaged labelled | Should -HaveCount 2
    }

    It 'gives 2 where nothing can be done: <Folder> with <Model>' -ForEach @(
        @{ Folder = 'nowhere'; Model = 'model.ndseg' }
        @{ Folder = 'hollow'; Model = 'model.ndseg' }
        @{ Folder = 'spoilt'; Model = 'model.ndseg' }
        @{ Folder = 'sound'; Model = 'absent.ndseg' }
    ) {
        $null = New-Item -ItemType Directory -Force hollow, spoilt
        Set-Content spoilt/a.tif 'no image'
        Write-Volume sound/a.tif 1
        Invoke-Nightly $Folder -Model $Model 2>$null | Should -Be 2
    }

    It 'gives 2 for a bad parameter, and says which: <Bad>' -ForEach @(
        @{ Bad = '-Smooth', 'much'; Says = '*-Smooth from 0 to 100*much*' }
        @{ Bad = '-Smooth', '101'; Says = '*-Smooth from 0 to 100*101*' }
        @{ Bad = '-Threads', '-1'; Says = '*-Threads from 0 to 1024*-1*' }
        @{ Bad = '-Device', 'Gpu'; Says = '*-Device Cpu or Cuda*Gpu*' }
        @{ Bad = '-Preset', 'Extended'; Says = '*found -Preset Extended*' }
        @{ Bad = '-Filter', 'none*'; Says = '*Expected images*none*' }
        @{ Bad = '-Model', ''; Says = '*Expected -Model*' }
    ) {
        Write-Volume asked/a.tif 1
        $given = @{ '-InputFolder' = 'asked'; '-OutputFolder' = 'asked-out'; '-Model' = 'model.ndseg' }
        $given[$Bad[0]] = $Bad[1]
        $arguments = @($given.GetEnumerator() | ForEach-Object { $_.Key; $_.Value })
        $text = & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -File "$repositoryRoot/examples/nightly.ps1" @arguments 2>&1
        $LASTEXITCODE | Should -Be 2 -Because "$text"
        "$text" | Should -BeLike $Says
        'asked-out/a_labels.tif' | Should -Not -Exist
    }

    It 'sums up the run in one line' {
        Write-Volume summed/a.tif 1
        Write-Volume summed/b.tif (2..4)
        Set-DamagedPage summed/b.tif 1
        Set-Content summed/c.tif 'no image'
        $run = { & "$repositoryRoot/examples/nightly.ps1" -InputFolder summed -OutputFolder summed-out -Model model.ndseg }
        $line = & $run
        $line | Should -HaveCount 1
        $line | Should -Match '^3 images: 2 labelled, 1 failed, 0 skipped \(up to date 0, in another run 0\), 1 of them with damaged slices; \d+\.\d s\. Results: .*summed-out\. Log: .*\.jsonl\.$'
        Remove-Item summed/c.tif
        & $run | Should -Match '^2 images: 1 labelled, 0 failed, 1 skipped \(up to date 1,'
    }

    It 'leaves a sample to the run that has it, and takes a lock without an owner' {
        Write-Volume locked/a.tif 1
        Write-Volume locked/b.tif 2
        $null = New-Item -ItemType Directory locked-out/.locks
        Set-Content locked-out/.locks/b.lock 'left by a run that was killed'
        $held = [IO.FileStream]::new((Join-Path $workspace 'locked-out/.locks/a.lock'), 'Create', 'ReadWrite', 'None')
        try { Invoke-Nightly locked | Should -Be 0 } finally { $held.Dispose() }
        Get-Sample locked busy | Should -Be 'a'
        Get-Sample locked labelled | Should -Be 'b'
        Invoke-Nightly locked | Should -Be 0
        Get-Sample locked labelled | Should -Be 'a', 'b'
    }

    It 'shares the work between two runs at once' {
        0..3 | ForEach-Object { Write-Volume "twice/s$_.tif" $_, ($_ + 1) }
        $runs = 1..2 | ForEach-Object {
            $arguments = '-NoProfile', '-NonInteractive', '-File', "`"$repositoryRoot/examples/nightly.ps1`"", '-InputFolder', 'twice', '-OutputFolder', 'twice-out', '-Model', 'model.ndseg'
            Start-Process (Join-Path $PSHOME 'pwsh') $arguments -PassThru -NoNewWindow -WorkingDirectory $workspace -RedirectStandardOutput "twice$_.txt" -RedirectStandardError "twice$_-errors.txt"
        }
        $runs.WaitForExit()
        $runs.ExitCode | Should -Be 0, 0 -Because (Get-Content twice*.txt -Raw)
        Get-Sample twice labelled | Should -Be 's0', 's1', 's2', 's3'
        Get-ChildItem twice-out/log | Should -HaveCount 2
        Get-ChildItem twice-out -Force -Filter *.tmp | Should -HaveCount 0
        Import-Csv twice-out/phases.csv | Should -HaveCount 8
    }

    It 'goes on where a killed run was, or begins anew with another model' {
        Write-Volume killed/v.tif (0..7)
        $null = New-Item -ItemType Directory killed-out
        # The volume writer of the job, killed at slice 6 of 8.
        $null = Invoke-Process 'Import-SegImage killed/v.tif -ResumeFrom killed-out/v_labels.tif | Invoke-SegApply -Model model.ndseg | ForEach-Object { if ($_.Series.Ordinal -eq 6) { [Diagnostics.Process]::GetCurrentProcess().Kill() }; $_ } | Export-SegLabels killed-out/v_labels.tif -Resume -Provenance Sidecar'
        Copy-Item killed anew -Recurse
        Copy-Item killed-out anew-out -Recurse
        foreach ($case in @{ Folder = 'killed'; Model = 'model.ndseg'; AtMost = 3 }, @{ Folder = 'anew'; Model = 'other.ndseg'; AtMost = 8 }) {
            Import-SegImage "$($case.Folder)/v.tif" | Invoke-SegApply $case.Model | Export-SegLabels "$($case.Folder).tif"
            Invoke-Nightly $case.Folder -Model $case.Model | Should -Be 0
            Get-Hash "$($case.Folder)-out/v_labels.tif" | Should -Be (Get-Hash "$($case.Folder).tif")
            (Get-Event $case.Folder | Where-Object event -EQ labelled).computed | Should -BeIn (1..$case.AtMost)
        }
    }
}
