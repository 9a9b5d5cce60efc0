# A job on a real Slurm: a part fails, one is cancelled, a node dies; only these are submitted again, and the volume has the bytes of one run.
Describe 'Slurm' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        $workspace = (New-Item -ItemType Directory (Join-Path $TestDrive 'slurm')).FullName
        Set-Location $workspace
        $cluster = Join-Path $repositoryRoot tests/slurm/cluster.sh
        $log = Join-Path (New-Item -ItemType Directory -Force (Join-Path $repositoryRoot out)) 'slurm-test.log'
        function Write-Log([Parameter(ValueFromPipeline)] $Text) { process { "$([datetime]::Now.ToString('HH:mm:ss'))  $Text" | Add-Content $log } }

        $unusable = if (-not $IsLinux) { 'Slurm runs on Linux' } else {
            $said = bash $cluster start "$workspace/cluster" 2>&1
            if ($LASTEXITCODE) { $said -join ' ' }
        }
        $env:SLURM_CONF = "$workspace/cluster/slurm.conf"
        Set-Content $log "A job of 8 parts on $(if (-not $unusable) { sinfo --version })"

        # Waits for something that Slurm does in its own time; the count only ends a test that would never end.
        function Wait-Until([string] $What, [scriptblock] $Condition) {
            for ($n = 0; $n -lt 1200; $n++) {
                if (& $Condition) { return }
                Start-Sleep -Milliseconds 250
            }
            squeue | Write-Log
            throw "Waited in vain until $What."
        }

        # A small job in a folder of its own.
        function New-SmallJob([string] $Name, [hashtable] $Option = @{}) {
            Set-Location (New-Item -ItemType Directory "$workspace/$Name")
            $phantom = New-SegPhantom -Height 64 -Width 64
            0..1 | ForEach-Object { $phantom.Image | Export-SegImage "slice$_.tif" }
            New-SegModel -Trees 5 -MaxDepth 4 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes | Export-SegModel model.ndseg
            $null = New-SegJob slice0.tif, slice1.tif -Model model.ndseg -OutFile labels.zarr -Parts 2 -Path job @Option
        }

        function Get-State([string] $Id) { @(scontrol show job $Id -o 2>$null | ForEach-Object { if ($_ -match 'ArrayTaskId=(\S+) ') { $task = $Matches[1] } else { $task = '' }; if ($_ -match 'JobState=(\S+)') { "$task $($Matches[1])".Trim() } }) }

        function Submit-Job([string] $Array) {
            $said = if ($Array) { bash job/submit.sh $Array } else { bash job/submit.sh }
            "submit.sh ${Array}: $said" | Write-Log
            $said -match '^parts (\d+), merge (\d+)$' | Should -BeTrue
            $Matches[1], $Matches[2]
        }

        function Wait-Job([string] $Parts, [string] $Merge) {
            Wait-Until "jobs $Parts and $Merge end" { -not (squeue -h -j "$Parts,$Merge" 2>$null) }
            "array ${Parts}: $((Get-State $Parts | Sort-Object) -join ', ')" | Write-Log
            "merge ${Merge}: $(Get-State $Merge)" | Write-Log
            Get-Content "job/logs/merge-$Merge.log" | Write-Log
        }
    }

    AfterAll {
        if ($IsLinux) { bash $cluster stop "$workspace/cluster" }
        Remove-Item env:SLURM_CONF
        Pop-Location
    }

    It 'redoes what failed, and nothing else, and gives the bytes of a run on one machine' {
        if ($unusable) {
            Set-ItResult -Skipped -Because $unusable
            return
        }
        $edge = 1200
        $phantom = New-SegPhantom -Height $edge -Width $edge -Seed 3
        $first = [byte[]]$phantom.Image.Plane(0)
        $pages = foreach ($shift in 0..47) {
            $page = [byte[]]::new($first.Length)
            $at = $shift * 25 * $edge
            [Array]::Copy($first, $at, $page, 0, $first.Length - $at)
            [Array]::Copy($first, 0, $page, $first.Length - $at, $at)
            , $page
        }
        Write-TestTiff "$workspace/volume.tif" -Height $edge -Width $edge -Page $pages
        New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes | Export-SegModel model.ndseg
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels single.tif
        $job = New-SegJob volume.tif -Model model.ndseg -OutFile merged.tif -Parts 8 -Path job -Slurm -CpusPerTask 2 -Partition day -TimeLimit 0:20:00 -SlurmOption '--no-requeue'
        "$job, estimated $($job.EstimateMemory(2) / 1MB) MiB" | Write-Log

        # Part 2 fails: something else is in the place of its folder.
        $null = New-Item -ItemType File -Force job/parts/00002
        $parts, $merge = Submit-Job
        # The node goes when a part on it has written a slice and has others to write.
        $script:killed = $null
        Wait-Until 'a part is in its middle on n1' {
            foreach ($id in squeue -h -w n1 -t R -o %K) {
                $number = [int]$id
                $written = @(Get-ChildItem ('job/parts/{0:D5}' -f $number) -Filter *.slice -ErrorAction Ignore).Count
                if ($number -notin 2, 5 -and $written -in 1, 2) { $script:killed = $number }
            }
            $null -ne $script:killed
        }
        bash $cluster kill-node "$workspace/cluster" n1
        "node n1 killed while it computed part $killed; slices of it: $(@(Get-ChildItem ('job/parts/{0:D5}' -f $killed) -Filter *.slice).Name -join ' ')" | Write-Log
        $begun = @(Get-ChildItem ('job/parts/{0:D5}' -f $killed) -Filter *.slice).Count
        $begun | Should -BeIn (1..5)
        # Part 5 is cancelled as soon as it runs.
        Wait-Until 'part 5 runs' { (squeue -h -t R -j $parts -o %K 2>$null) -contains '5' }
        scancel "${parts}_5"
        'scancel 5' | Write-Log
        Wait-Job $parts $merge

        $states = Get-State $parts
        $states | Should -Contain '2 FAILED'
        $states | Should -Contain '5 CANCELLED'
        $states | Should -Contain "$killed NODE_FAIL"
        @($states -like '* COMPLETED') | Should -HaveCount 5
        Get-State $merge | Should -Be FAILED
        'merged.tif' | Should -Not -Exist
        $missing = 2, 5, $killed | Sort-Object
        $said = Invoke-Captured { Complete-SegJob job }
        $said.Output.Part | Should -Be $missing
        $said.Errors.ErrorDetails.RecommendedAction -match '(?<array>[\d,-]+)$' | Should -BeTrue
        $array = $Matches.array
        Get-Content "job/logs/merge-$merge.log" -Raw | Should -BeLike "*--array=$array *"
        (Get-Content job/logs/part-2-*.log -Raw) | Should -BeLike '*job/parts/00002*'

        $finished = @(Get-ChildItem job/parts/*/part.json)
        $finished | Should -HaveCount 5
        Remove-Item job/parts/00002
        bash $cluster start-node "$workspace/cluster" n1
        $parts, $merge = Submit-Job $array
        Wait-Job $parts $merge
        @(Get-State $parts) | Should -HaveCount 3
        @(Get-State $parts) -notlike '* COMPLETED' | Should -HaveCount 0
        Get-State $merge | Should -Be COMPLETED

        # The part that was begun went on; the others were not touched.
        $record = Get-Content ('job/parts/{0:D5}/part.json' -f $killed) -Raw | ConvertFrom-Json
        $record.cost.slices | Should -Be (6 - $begun)
        $record.cost.slurmJob | Should -Be "${parts}_$killed"
        $record.cost.threads | Should -Be ([Math]::Min(2, [Environment]::ProcessorCount))
        foreach ($file in $finished) { (Get-Item $file).LastWriteTimeUtc | Should -Be $file.LastWriteTimeUtc }
        (Get-FileHash merged.tif).Hash | Should -Be (Get-FileHash single.tif).Hash
        "merged.tif: SHA-256 $((Get-FileHash merged.tif).Hash), as single.tif" | Write-Log
        foreach ($file in Get-ChildItem job/parts/*/part.json) {
            $cost = (Get-Content $file -Raw | ConvertFrom-Json).cost
            "$(Split-Path (Split-Path $file) -Leaf): Slurm $($cost.slurmJob), $($cost.slices) slices, $($cost.threads) threads, $([Math]::Round($cost.seconds, 1)) s, $([Math]::Round($cost.peakMemory / 1MB)) MiB at most" | Write-Log
        }
    }

    It 'runs where nothing of the environment reaches the tasks, and submits itself once' {
        if ($unusable) {
            Set-ItResult -Skipped -Because $unusable
            return
        }
        New-SmallJob bare @{ Slurm = $true; CpusPerTask = 1; SlurmOption = '--export=NONE' }
        $parts, $merge = Submit-Job
        Wait-Job $parts $merge
        Get-State $parts | Sort-Object | Should -Be '0 COMPLETED', '1 COMPLETED'
        Get-State $merge | Should -Be COMPLETED
        'labels.zarr' | Should -Exist
        squeue -h | Should -HaveCount 0
        scontrol show job ([int]$merge + 3) -o 2>$null | Should -BeNullOrEmpty

        # Once more, as a node that fails at the end makes Slurm do it.
        $parts, $merge = Submit-Job
        Wait-Job $parts $merge
        Get-State $merge | Should -Be COMPLETED
    }

    It 'runs the lines that docs/cluster.md gives for submitting by hand' {
        if ($unusable) {
            Set-ItResult -Skipped -Because $unusable
            return
        }
        New-SmallJob byhand
        # PowerShell and module as they are installed on a cluster: found by their names.
        $null = New-Item -ItemType Directory "$workspace/bin", "$workspace/modules"
        Set-Content "$workspace/bin/pwsh" "#!/bin/sh`nexec '$PSHOME/pwsh' `"`$@`""
        chmod +x "$workspace/bin/pwsh"
        $null = New-Item -ItemType SymbolicLink "$workspace/modules/NDSeg" -Target (Split-Path $modulePath)
        $lines = @(Get-Content (Join-Path $repositoryRoot docs/cluster.md)) -match '^sbatch '
        $lines | Should -HaveCount 2
        $path, $modules = $env:PATH, $env:PSModulePath
        try {
            $env:PATH = "$workspace/bin:$path"
            $env:PSModulePath = "$workspace/modules"
            $jobs = foreach ($line in $lines) {
                # As many parts and cores as there are here.
                $said = bash -c ($line -replace '--array=0-63', '--array=0-1' -replace '-c 8', '-c 1' -replace '2G', '1G')
                $said -match '(\d+)$' | Should -BeTrue
                $Matches[1]
            }
        }
        finally { $env:PATH, $env:PSModulePath = $path, $modules }
        Wait-Until 'the lines from the docs end' { -not (squeue -h -j ($jobs -join ',') 2>$null) }
        Get-ChildItem *.out | Get-Content | Write-Log
        Get-State $jobs[0] | Sort-Object | Should -Be '0 COMPLETED', '1 COMPLETED'
        Get-State $jobs[1] | Should -Be COMPLETED
        'labels.zarr' | Should -Exist
    }
}
