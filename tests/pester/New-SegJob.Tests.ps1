# The plan of a job: what it holds, and what it refuses.
Describe 'New-SegJob' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        Write-Volume volume.tif (0..9)
        function Get-Plan([string] $Job) { Get-Content "$Job/plan.json" -Raw | ConvertFrom-Json }
        function Get-ErrorId([scriptblock] $Script) { (Invoke-Captured $Script).Errors.FullyQualifiedErrorId -replace ',.*' }
    }

    AfterAll { Pop-Location }

    It 'writes plan, model and nothing else' {
        $job = New-SegJob volume.tif -Model model.ndseg -OutFile labels.tif -Parts 4 -Path plain
        $job.Parts | Should -Be 4
        $job.SliceCount | Should -Be 10
        $job.Height, $job.Width | Should -Be $edge, $edge
        $job.OutFile | Should -Be (Join-Path $workspace labels.tif)
        $job.Script | Should -BeNullOrEmpty
        Get-FileName (Join-Path $workspace plain) | Should -Be 'model.ndseg', 'plan.json'
        (Get-FileHash plain/model.ndseg).Hash | Should -Be (Get-FileHash model.ndseg).Hash
        'labels.tif' | Should -Not -Exist

        $plan = Get-Plan plain
        $plan.inputs.stamp.sha256 | Should -Be (Get-FileHash volume.tif).Hash.ToLowerInvariant()
        $plan.inputs.stamp.bytes | Should -Be (Get-Item volume.tif).Length
        $plan.modelSha256 | Should -Be (Import-SegModel model.ndseg).Sha256
        $plan.parts.first | Should -Be 0, 2, 5, 7
        $plan.parts.last | Should -Be 1, 4, 6, 9
    }

    It 'takes several files as one volume, and ranges of slices' {
        Write-Volume a.tif 0, 1, 2
        Write-Volume b.tif 3, 4
        $job = Get-Item a.tif, b.tif | New-SegJob -Model model.ndseg -OutFile labels.tif -Parts 2 -Path several -Slice 1-
        $job.SliceCount | Should -Be 3
        $job.Files | Should -Be (Join-Path $workspace a.tif), (Join-Path $workspace b.tif)
        (Get-Plan several).inputs.first | Should -Be 0, 2
    }

    It 'chooses the number of parts from the time of one slice' {
        $job = New-SegJob volume.tif -Model model.ndseg -OutFile labels.tif -Path chosen
        $job.Parts | Should -Be 1
        $job.CoreSecondsPerSlice | Should -BeGreaterThan 0
        $job.EstimateMemory(8) | Should -BeGreaterThan $job.EstimateMemory(1)
    }

    It 'replaces a job with -Force only, and with it what the job had computed' {
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile labels.tif -Parts 2 -Path again | Invoke-SegJob -Part 0
        Get-ErrorId { New-SegJob volume.tif -Model model.ndseg -OutFile labels.tif -Parts 3 -Path again } | Should -Be JobExists
        (Get-Plan again).parts | Should -HaveCount 2
        Get-ChildItem again/parts -Recurse -Filter *.slice | Should -HaveCount 5
        (New-SegJob volume.tif -Model other.ndseg -OutFile labels.tif -Parts 3 -Path again -Force).Parts | Should -Be 3
        Get-ChildItem again/parts -Recurse -Filter *.slice | Should -HaveCount 0
    }

    It 'leaves an earlier job alone where it cannot take its place' {
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile kept.tif -Parts 2 -Path kept | Invoke-SegJob -Part 0
        Get-ErrorId { New-SegJob volume.tif -Model model.ndseg -OutFile kept.tif -Parts 3 -Path kept -Force -Slurm -SlurmOption "--comment=a`nb" } | Should -Be InvalidSlurmOption
        $lock = [IO.FileStream]::new("$workspace/kept/parts/00000/ndseg.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try { Get-ErrorId { New-SegJob volume.tif -Model other.ndseg -OutFile kept.tif -Parts 3 -Path kept -Force } | Should -Be PartBusy }
        finally { $lock.Dispose() }
        (Get-Plan kept).parts | Should -HaveCount 2
        (Invoke-SegJob kept -Part 0).Computed | Should -Be 0
        Get-ChildItem kept/parts -Recurse -Filter *.slice | Should -HaveCount 5
        # A volume that another run writes to holds the place too.
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile kept.zarr -Parts 2 -Path kept-zarr | Invoke-SegJob -Part 0
        $lock = [IO.FileStream]::new("$workspace/kept.zarr.partial/ndseg.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try { Get-ErrorId { New-SegJob volume.tif -Model other.ndseg -OutFile kept.zarr -Parts 3 -Path kept-zarr -Force } | Should -Be TargetBusy }
        finally { $lock.Dispose() }
        (Invoke-SegJob kept-zarr -Part 0).Computed | Should -Be 0
    }

    It 'refuses a volume in the place of an input, by whatever name' {
        Import-SegImage volume.tif | Export-SegImage own.zarr
        $null = New-Item -ItemType SymbolicLink -Path link -Target $workspace
        foreach ($path in 'own.zarr', 'own.zarr/', 'link/own.zarr', './link/../link/own.zarr/') {
            Get-ErrorId { New-SegJob $path -Model model.ndseg -OutFile own.zarr -Path refused -Force } | Should -Be TargetIsInput
            Get-ErrorId { New-SegJob own.zarr -Model model.ndseg -OutFile $path -Path refused -Force } | Should -Be TargetIsInput
        }
        # What holds the input would be replaced with it.
        Import-SegImage own.zarr | Invoke-SegApply model.ndseg | Export-SegLabels own.zarr/labels/seg
        Get-ErrorId { New-SegJob own.zarr/labels/seg -Model model.ndseg -OutFile own.zarr -Path refused -Force } | Should -Be TargetIsInput
        (Import-SegImage own.zarr -Dataset 0)[0].Height | Should -Be $edge
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'more parts than slices'; Id = 'TooManyParts'; Arguments = @{ Parts = 11 } }
        @{ Name = 'a format that holds no volume'; Id = 'UnknownFormat'; Arguments = @{ OutFile = 'labels.png' } }
        @{ Name = 'a folder that is missing'; Id = 'TargetNotWritable'; Arguments = @{ OutFile = 'nowhere/labels.tif' } }
        @{ Name = 'a volume that exists'; Id = 'TargetExists'; Arguments = @{ OutFile = 'train.tif' } }
        @{ Name = 'a volume that is an input'; Id = 'TargetIsInput'; Arguments = @{ OutFile = 'volume.tif'; Force = $true } }
        @{ Name = 'a folder with other files'; Id = 'JobFolderInUse'; Arguments = @{ Path = '.' } }
        @{ Name = 'a file that is missing'; Id = 'FileNotFound'; Arguments = @{ InputPath = 'none.tif' } }
        @{ Name = 'slices that are not there'; Id = 'SliceOutOfRange'; Arguments = @{ Slice = '5-10' } }
        @{ Name = 'a time limit of ticks'; Id = 'InvalidSlurmOption'; Arguments = @{ Slurm = $true; TimeLimit = 60 } }
        @{ Name = 'an option of two lines'; Id = 'InvalidSlurmOption'; Arguments = @{ Slurm = $true; Partition = "day`nrm" } }
    ) {
        $call = @{ InputPath = 'volume.tif'; Model = 'model.ndseg'; OutFile = 'refused.tif'; Parts = 2; Path = 'refused' }
        $Arguments.Keys | ForEach-Object { $call[$_] = $Arguments[$_] }
        Get-ErrorId { New-SegJob @call } | Should -Be $Id
        'refused/plan.json' | Should -Not -Exist
    }

    It 'refuses files of several shapes and models that do not fit' {
        Write-Volume small.tif 0 32
        Get-ErrorId { New-SegJob volume.tif, small.tif -Model model.ndseg -OutFile refused.tif -Path refused } | Should -Be VolumeShapeMismatch
        $colour = [byte[]]::new(3 * $edge * $edge)
        Write-TestTiff (Join-Path $workspace colour.tif) -Height $edge -Width $edge -Channels 3 -Page (, $colour)
        # One channel and three, with slices of one shape: before a part meets them.
        Get-ErrorId { New-SegJob volume.tif, colour.tif -Model model.ndseg -OutFile refused.tif -Path refused } | Should -Be ChannelMismatch
        Get-ErrorId { New-SegJob colour.tif -Model model.ndseg -OutFile refused.tif -Path refused } | Should -Be ChannelMismatch
    }

    It 'refuses gaps for a model of volumes, and a blur of its probabilities' {
        Write-TestTiff "$workspace/strokes3d.tif" -Height $edge -Width $edge -Page @(, $paint + @(1..9 | ForEach-Object { , [byte[]]::new($paint.Length) }))
        New-SegModel -Trees 4 -MaxDepth 4 | Invoke-SegTraining -Volume (Import-SegImage volume.tif -As Volume -VoxelSize 1, 1, 1) -Labels strokes3d.tif -Config (New-SegFeatureConfig -Preset Volume -Sigma 1) | Export-SegModel model3d.ndseg
        Get-ErrorId { New-SegJob volume.tif -Model model3d.ndseg -OutFile refused.tif -Path refused -Slice 0-2, 4 } | Should -Be SlicesNotConsecutive
        Get-ErrorId { New-SegJob volume.tif -Model model3d.ndseg -OutFile refused.tif -Path refused -Smooth 1 } | Should -Be SmoothNotSupported
        $job = New-SegJob volume.tif -Model model3d.ndseg -OutFile labels.tif -Path deep -VoxelSize 2, 1, 1 -VoxelUnit um
        $job.Dimensions | Should -Be 3
        (Get-Plan deep).settings.voxelSize.z | Should -Be 2

        # Slices that differ more than columns do, of unknown size: as Invoke-SegApply says it.
        (Invoke-Captured { New-SegJob volume.tif -Model model3d.ndseg -OutFile labels.tif -Path doubt }).Warnings | Should -BeLike '*voxel size of volume.tif is not known*-VoxelSize*'
        (Invoke-Captured { New-SegJob volume.tif -Model model3d.ndseg -OutFile labels.tif -Path sure -VoxelSize 1, 1, 1 }).Warnings | Should -HaveCount 0
    }

    It 'does nothing with -WhatIf' {
        New-SegJob volume.tif -Model model.ndseg -OutFile labels.tif -Path whatif -WhatIf
        'whatif' | Should -Not -Exist
    }

    It 'writes a script for Slurm that bash reads, with what was asked for' {
        $job = New-SegJob volume.tif -Model model.ndseg -OutFile labels.tif -Parts 4 -Path "it's slurm" -Slurm -CpusPerTask 3 -Partition day -Account lab -TimeLimit 1:30:00 -ThrottleLimit 2 -SlurmOption '--constraint=avx512'
        $script = Get-Content -LiteralPath $job.Script -Raw
        foreach ($text in '--cpus-per-task=3', '--partition=day', '--account=lab', '--time=01:30:00', '--constraint=avx512', '0-3}%2', "--mem=$([Math]::Ceiling($job.EstimateMemory(3) / 1MB))M", 'afterany') {
            $script | Should -BeLike "*$text*"
        }
        if (Get-Command bash -ErrorAction Ignore) {
            # A stand-in for sbatch shows what the script would submit, the quote in its path included.
            New-Item -ItemType Directory bin | Out-Null
            Set-Content bin/sbatch "#!/bin/sh`nprintf '%s|' `"`$@`" >> '$workspace/submitted'; echo >> '$workspace/submitted'; echo '42;cluster'"
            chmod +x bin/sbatch
            $path = $env:PATH
            try {
                $env:PATH = "$workspace/bin:$path"
                bash $job.Script 1,3 | Should -Be 'parts 42, merge 42'
                # Within a task of its own, that was told nothing, it submits nothing.
                foreach ($inside in @{ SLURM_JOB_ID = '7'; SLURM_JOB_NAME = 'ndseg-itsslurm' }, @{ SLURM_JOB_ID = '8'; SLURM_JOB_NAME = 'ndseg-itsslurm-merge' }, @{ SLURM_ARRAY_TASK_ID = '0' }) {
                    $inside.Keys | ForEach-Object { Set-Item "env:$_" $inside[$_] }
                    try { "$(bash $job.Script 2>&1)" | Should -BeLike '*nothing is submitted*' }
                    finally { $inside.Keys | ForEach-Object { Remove-Item "env:$_" } }
                    $LASTEXITCODE | Should -Be 1
                }
            }
            finally { $env:PATH = $path }
            $array, $merge = Get-Content submitted
            @(Get-Content submitted) | Should -HaveCount 2
            $array | Should -BeLike "--parsable|--array=1,3%2|*|--time=01:30:00|*|$($job.Script)|part|"
            $merge | Should -BeLike "--parsable|--dependency=afterany:42|*|--cpus-per-task=1|*|--time=01:30:00|*|$($job.Script)|merge|"

            # What the error says of missing parts is a line for either shell.
            $command = (Invoke-Captured { $job | Complete-SegJob }).Errors.ErrorDetails.RecommendedAction -replace '^Run: '
            bash -c "set -- $($command -replace '^bash '); printf '%s' `"`$1`"" | Should -Be $job.Script
            (Invoke-Expression "Write-Output $($command -replace '^bash ' -replace ' \S+$')") | Should -Be $job.Script
        }

        # The chunks of a Zarr volume are checked side by side.
        Get-Content (New-SegJob volume.tif -Model model.ndseg -OutFile script.zarr -Parts 4 -Path script-zarr -Slurm -CpusPerTask 3).Script -Raw | Should -BeLike '*-merge*--cpus-per-task=3*'
        $command = (Invoke-Captured { New-SegJob volume.tif -Model model.ndseg -OutFile quoted.tif -Parts 1 -Path "it's plain" | Complete-SegJob }).Errors.ErrorDetails.RecommendedAction -replace '^Run: '
        (Invoke-Expression $command).State | Should -Be Finished
    }
}
