# The merge: the bytes of a run on one machine, or the parts that are missing.
Describe 'Complete-SegJob' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        Write-Volume volume.tif (0..9)
    }

    AfterAll { Pop-Location }

    It 'gives the bytes of a run on one machine: <Extension>, <Parts> parts, smoothing <Smooth>' -ForEach @(
        @{ Extension = 'tif'; Parts = 1; Smooth = 0 }
        @{ Extension = 'tif'; Parts = 7; Smooth = 1.5 }
        @{ Extension = 'h5'; Parts = 10; Smooth = 0 }
    ) {
        $name = "$Extension$Parts"
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg -Smooth $Smooth | Export-SegLabels "single-$name.$Extension"
        $job = New-SegJob volume.tif -Model model.ndseg -OutFile "merged-$name.$Extension" -Parts $Parts -Path "job-$name" -Smooth $Smooth
        $null = $job | Invoke-SegJob -All -ThrottleLimit 2
        $file = $job | Complete-SegJob
        $file.FullName | Should -Be (Join-Path $workspace "merged-$name.$Extension")
        $file.SliceCount | Should -Be 10
        $file.MissingSlices | Should -HaveCount 0
        Get-Hash "merged-$name.$Extension" | Should -Be (Get-Hash "single-$name.$Extension")
    }

    It 'tells how the volume was made in the words of a run on one machine: <Extension>' -ForEach @(
        @{ Extension = 'tif' }
        @{ Extension = 'h5' }
    ) {
        Import-SegImage volume.tif -Slice 1-8 | Invoke-SegApply model.ndseg -Smooth 1 -ClassPrior 0.5 | Export-SegLabels "told.$Extension" -Provenance Embedded
        $job = New-SegJob volume.tif -Slice 1-8 -Model model.ndseg -OutFile "account.$Extension" -Parts 3 -Path "job-account-$Extension" -Smooth 1 -ClassPrior 0.5
        $null = $job | Invoke-SegJob -All
        $null = $job | Complete-SegJob -Provenance Both
        Get-Hash "account.$Extension" | Should -Be (Get-Hash "told.$Extension")
        $account = Get-SegProvenance "account.$Extension"
        $account.Input.Sha256 | Should -Be (Get-FileHash volume.tif).Hash
        $account.Model.Sha256 | Should -Be $job.ModelSha256
        $account.Steps[0].Settings.Smooth | Should -Be 1
        $account.Run.MissingSlices | Should -HaveCount 0
        "account.$Extension.json" | Should -Exist

        # An account that is there is not lost, and is looked for before anything is joined.
        Remove-Item "account.$Extension"
        $seen = Invoke-Captured { $job | Complete-SegJob -Provenance Sidecar }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        "account.$Extension" | Should -Not -Exist
    }

    It 'gives the files of a run on one machine: Zarr, written into place by several processes' {
        function Get-TreeHash([string] $Folder) {
            Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { "$([IO.Path]::GetRelativePath((Join-Path $workspace $Folder), $_.FullName)) $((Get-FileHash -LiteralPath $_.FullName).Hash)" } | Sort-Object
        }
        # The name of a volume is written down in it.
        $null = New-Item -ItemType Directory one, two
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels one/merged.zarr
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile merged.zarr -Parts 5 -Path job-zarr
        $processes = foreach ($part in '0-1', '2-3') {
            Start-Process (Join-Path $PSHOME pwsh) -PassThru -WorkingDirectory $workspace -RedirectStandardOutput "out-$part.txt" -ArgumentList '-NoProfile', '-NonInteractive', '-Command', "`"Import-Module '$modulePath'; Invoke-SegJob job-zarr -Part $part`""
        }
        $processes | Wait-Process
        $processes.ExitCode | Should -Be 0, 0
        $seen = Invoke-Captured { Complete-SegJob job-zarr }
        $seen.Output.Part | Should -Be 4
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'JobIncomplete,*'
        (Invoke-SegJob job-zarr -Part 4).Computed | Should -Be 2

        # A chunk that is damaged afterwards is found, and its slice computed again.
        $chunk = Get-ChildItem merged.zarr.partial/volume/0/c/5 -Recurse -File | Select-Object -First 1
        [IO.File]::WriteAllBytes($chunk.FullName, [byte[]](1, 2, 3))
        $seen = Invoke-Captured { Complete-SegJob job-zarr }
        $seen.Output.State | Should -Be Damaged
        $seen.Output.MissingSlices | Should -Be 5
        (Invoke-SegJob job-zarr -Part 2).Computed | Should -Be 1
        (Complete-SegJob job-zarr).SliceCount | Should -Be 10
        'merged.zarr.partial' | Should -Not -Exist
        Get-TreeHash merged.zarr | Should -Be (Get-TreeHash one/merged.zarr)

        # From then on all is done, whatever Slurm starts once more.
        $again = Invoke-Captured { Invoke-SegJob job-zarr -Part 0; Invoke-SegJob job-zarr -All; Complete-SegJob job-zarr; Complete-SegJob job-zarr -Force }
        $again.Errors | Should -HaveCount 0
        $again.Output[0..5].State | Sort-Object -Unique | Should -Be Finished
        ($again.Output[0..5].Computed | Measure-Object -Sum).Sum | Should -Be 0
        $again.Output[6, 7].Name | Should -Be merged.zarr, merged.zarr
        $again.Output[6, 7].SliceCount | Should -Be 10, 10
        'merged.zarr.partial' | Should -Not -Exist
        Get-TreeHash merged.zarr | Should -Be (Get-TreeHash one/merged.zarr)
        (Invoke-Captured { Invoke-SegJob job-zarr -Part 0 -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        (Invoke-Captured { Complete-SegJob job-zarr -Provenance Embedded }).Warnings | Should -BeLike '*completed before*'
        # Another volume in its place is not the job's.
        Move-Item merged.zarr away.zarr
        Copy-Item -Recurse one/merged.zarr merged.zarr
        (Invoke-Captured { Complete-SegJob job-zarr }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        Remove-Item -Recurse merged.zarr
        Move-Item away.zarr merged.zarr
        (Complete-SegJob job-zarr).SliceCount | Should -Be 10

        # -Force when it is planned replaces what stood there then, and nothing that came later.
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile merged.zarr -Parts 2 -Path job-zarr -Force | Invoke-SegJob -All
        $null = Complete-SegJob job-zarr
        (Invoke-SegJob job-zarr -All).Computed | Should -Be 0, 0
        Remove-Item job-zarr/sealed.json
        (Invoke-Captured { Invoke-SegJob job-zarr -Part 0 }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        (Invoke-Captured { Complete-SegJob job-zarr -FillMissing }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        Get-TreeHash merged.zarr | Should -Be (Get-TreeHash one/merged.zarr)

        # A job of another model does not mix with what is left of this one.
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile mixed.zarr -Parts 2 -Path job-mixed | Invoke-SegJob -Part 0
        (Invoke-Captured { New-SegJob volume.tif -Model other.ndseg -OutFile mixed.zarr -Parts 2 -Path job-other }).Errors.FullyQualifiedErrorId | Should -BeLike 'ResumeMismatch,*'
        $null = New-SegJob volume.tif -Model other.ndseg -OutFile mixed.zarr -Parts 2 -Path job-mixed -Force | Invoke-SegJob -All
        $null = Complete-SegJob job-mixed
        Import-SegImage volume.tif | Invoke-SegApply other.ndseg | Export-SegLabels two/mixed.zarr
        Get-TreeHash mixed.zarr | Should -Be (Get-TreeHash two/mixed.zarr)
    }

    It 'gives the bytes of a run in three dimensions, where slices have neighbours in other parts: <Extension>' -ForEach @{ Extension = 'tif' }, @{ Extension = 'zarr' } {
        Write-Volume deep.tif (0..15)
        if (-not (Test-Path model3d.ndseg)) {
            Write-TestTiff "$workspace/strokes3d.tif" -Height $edge -Width $edge -Page @(, $paint + @(1..15 | ForEach-Object { , [byte[]]::new($paint.Length) }))
            New-SegModel -Trees 6 -MaxDepth 5 | Invoke-SegTraining -Volume (Import-SegImage deep.tif -As Volume -VoxelSize 1.5, 1, 1) -Labels strokes3d.tif -Config (New-SegFeatureConfig -Preset Volume -Sigma 1, 2) | Export-SegModel model3d.ndseg
        }
        $null = New-Item -ItemType Directory -Force deep
        Import-SegImage deep.tif -As Volume -VoxelSize 1.5, 1, 1 | Invoke-SegApply model3d.ndseg | Export-SegLabels "deep/labels.$Extension"
        $null = New-SegJob deep.tif -Model model3d.ndseg -VoxelSize 1.5, 1, 1 -OutFile "labels.$Extension" -Parts 5 -Path "deep-$Extension" | Invoke-SegJob -Part 0, 2-4
        (Invoke-Captured { Complete-SegJob "deep-$Extension" }).Output.Part | Should -Be 1
        (Invoke-SegJob "deep-$Extension" -Part 1).Computed | Should -Be 3
        $null = Complete-SegJob "deep-$Extension"
        $same = { param($root) $(if (Test-Path $root -PathType Leaf) { Get-Item $root } else { Get-ChildItem $root -Recurse -File -Force }) | Sort-Object FullName | ForEach-Object { (Get-FileHash -LiteralPath $_.FullName).Hash } }
        & $same "labels.$Extension" | Should -Be (& $same "deep/labels.$Extension")
    }

    It 'mends a damaged slice for its neighbours in every part alike' {
        Write-Volume hole.tif (0..11)
        Set-DamagedPage hole.tif 5
        $null = Invoke-Captured { Import-SegImage hole.tif -As Volume | Invoke-SegApply model3d.ndseg | Export-SegLabels single-hole.tif }
        $null = New-SegJob hole.tif -Model model3d.ndseg -OutFile merged-hole.tif -Parts 4 -Path job-hole
        $seen = Invoke-Captured { Invoke-SegJob job-hole -All }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TruncatedImage,*'
        "$($seen.Errors.TargetObject)" | Should -Be 'hole.tif[5]'
        $null = Invoke-Captured { Complete-SegJob job-hole -FillMissing }
        Get-Hash merged-hole.tif | Should -Be (Get-Hash single-hole.tif)
    }

    It 'gives the bytes of a run over several files' {
        0..4 | ForEach-Object { Write-Volume "scans/scan_$_.tif" $_ }
        Import-SegImage scans | Invoke-SegApply model.ndseg -ClassPrior 0.5 | Export-SegLabels single-files.tif
        $null = New-SegJob scans -Model model.ndseg -OutFile merged-files.tif -Parts 3 -Path job-files -ClassPrior 0.5 | Invoke-SegJob -All
        $null = Complete-SegJob job-files
        Get-Hash merged-files.tif | Should -Be (Get-Hash single-files.tif)
    }

    It 'takes a Zarr folder as the one input it is, and notices a chunk that changed' {
        Import-SegImage volume.tif | Export-SegImage input.zarr
        Import-SegImage input.zarr | Invoke-SegApply model.ndseg | Export-SegLabels single-folder.tif
        $job = New-SegJob input.zarr -Model model.ndseg -OutFile merged-folder.tif -Parts 3 -Path job-folder
        $null = Invoke-SegJob job-folder -Part 0, 1
        $chunk = Get-ChildItem input.zarr -Recurse -File | Where-Object Name -NE 'zarr.json' | Sort-Object FullName | Select-Object -Last 1
        $kept = [IO.File]::ReadAllBytes($chunk.FullName)
        [IO.File]::WriteAllBytes($chunk.FullName, $kept + 0)
        { Invoke-SegJob job-folder -Part 2 -ErrorAction Stop } | Should -Throw '*input.zarr*'
        [IO.File]::WriteAllBytes($chunk.FullName, $kept)
        $null = Invoke-SegJob job-folder -Part 2
        $null = Complete-SegJob job-folder
        Get-Hash merged-folder.tif | Should -Be (Get-Hash single-folder.tif)
        $job.SliceCount | Should -Be 10
    }

    It 'names the parts that are missing, and the command that computes them' {
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile partly.tif -Parts 10 -Path partly | Invoke-SegJob -Part 0-2, 4-6
        $seen = Invoke-Captured { Complete-SegJob partly }
        $seen.Output.Part | Should -Be 3, 7, 8, 9
        $seen.Output.State | Sort-Object -Unique | Should -Be Missing
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'JobIncomplete,*'
        $seen.Errors.ErrorDetails.Message | Should -BeLike '*--array=3,7-9 *'
        $command = $seen.Errors.ErrorDetails.RecommendedAction -replace '^Run: '
        'partly.tif' | Should -Not -Exist
        $null = Invoke-Expression $command
        (Complete-SegJob partly).Name | Should -Be partly.tif
    }

    It 'reads extra channels beside the slices: the same image for all, and one for each' {
        Write-Volume maps.tif (20..29)
        Write-Volume map.tif 40
        $map = Import-SegImage map.tif
        $maps = Import-SegImage maps.tif -As Volume
        $first = Import-SegImage maps.tif -Slice 0
        New-SegModel -Trees 10 -MaxDepth 5 | Invoke-SegTraining -Image (Import-SegImage train.tif) -Labels strokes.tif -Config (New-SegFeatureConfig -Sigma 1) -ExtraChannel $map | Export-SegModel one.ndseg
        New-SegModel -Trees 10 -MaxDepth 5 | Invoke-SegTraining -Image (Import-SegImage train.tif) -Labels strokes.tif -Config (New-SegFeatureConfig -Sigma 1) -ExtraChannel $map, $first | Export-SegModel two.ndseg

        Import-SegImage volume.tif | Invoke-SegApply one.ndseg -ExtraChannel $map | Export-SegLabels single-one.tif -Provenance Embedded
        $null = New-SegJob volume.tif -ExtraChannel $map -Model one.ndseg -OutFile merged-one.tif -Parts 3 -Path job-one | Invoke-SegJob -All
        $null = Complete-SegJob job-one -Provenance Embedded
        Get-Hash merged-one.tif | Should -Be (Get-Hash single-one.tif)

        $slice = 0
        Import-SegImage volume.tif | ForEach-Object { Invoke-SegApply -Image $_ -Model two.ndseg -ExtraChannel $map, (Import-SegImage maps.tif -Slice $slice); $slice++ } | Export-SegLabels single-two.tif
        $job = New-SegJob volume.tif -ExtraChannel $map -ExtraVolume $maps -Model two.ndseg -OutFile merged-two.tif -Parts 3 -Path job-two
        $job.Files | Split-Path -Leaf | Should -Be volume.tif, map.tif, maps.tif
        $null = $job | Invoke-SegJob -All
        $null = $job | Complete-SegJob -Provenance Sidecar
        Get-Hash merged-two.tif | Should -Be (Get-Hash single-two.tif)
        (Get-SegProvenance merged-two.tif).Extras.File | Should -Be map.tif, maps.tif

        # A part refuses what was planned with and is no longer there; a plan what no machine could read.
        Write-Volume map.tif 41
        (Invoke-Captured { Invoke-SegJob job-one -Part 0 -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'InputChanged,*'
        $memory = New-SegPhantom -Height $edge -Width $edge
        (Invoke-Captured { New-SegJob volume.tif -ExtraChannel $memory.Image -Model one.ndseg -OutFile refused.tif -Path refused }).Errors.FullyQualifiedErrorId | Should -BeLike 'ExtraNotFromFile,*'
        (Invoke-Captured { New-SegJob volume.tif -ExtraChannel $map -Model one.ndseg -OutFile refused.tif -Path refused }).Errors.FullyQualifiedErrorId | Should -BeLike 'ExtraNotAsRead,*'
        $short = Import-SegImage maps.tif -As Volume -Slice 0-4
        (Invoke-Captured { New-SegJob volume.tif -ExtraVolume $short -Model one.ndseg -OutFile refused.tif -Path refused }).Errors.FullyQualifiedErrorId | Should -BeLike 'VolumeShapeMismatch,*'
        (Invoke-Captured { New-SegJob volume.tif -Model one.ndseg -OutFile refused.tif -Path refused }).Errors.FullyQualifiedErrorId | Should -BeLike 'ChannelMismatch,*'
    }

    It 'finds a slice that was damaged after its part was finished' {
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile damaged.tif -Parts 5 -Path damaged | Invoke-SegJob -All
        # Whole and of the right size, but another slice.
        Copy-Item damaged/parts/00002/000000004.slice damaged/parts/00002/000000005.slice -Force
        $seen = Invoke-Captured { Complete-SegJob damaged }
        $seen.Output.Part | Should -Be 2
        $seen.Output.State | Should -Be Damaged
        $seen.Output.MissingSlices | Should -Be 5
        $null = Invoke-SegJob damaged -Part 2
        (Complete-SegJob damaged).SliceCount | Should -Be 10
    }

    It 'puts labels into the image that it reads: <Name>' -ForEach @{ Name = 'one file per chunk'; Sharded = $false }, @{ Name = 'shards'; Sharded = $true } {
        function Get-LabelHash([string] $Folder) { Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { "$([IO.Path]::GetRelativePath((Join-Path $workspace $Folder), $_.FullName)) $((Get-FileHash -LiteralPath $_.FullName).Hash)" } | Sort-Object }
        $image = "image-$Sharded.zarr"
        Import-SegImage volume.tif | Export-SegImage $image
        Copy-Item -Recurse $image "single-$image"
        Import-SegImage "single-$image" -Dataset 0 | Invoke-SegApply model.ndseg | Export-SegLabels "single-$image/labels/seg" -Sharded:$Sharded
        $null = New-SegJob $image -Dataset 0 -Model model.ndseg -OutFile "$image/labels/seg" -Parts 3 -Path "job-$image" -Sharded:$Sharded
        $null = Invoke-SegJob "job-$image" -Part 0
        # Other labels that come into the image are none of its pixels.
        Import-SegImage "single-$image" -Dataset 0 | Invoke-SegApply other.ndseg | Export-SegLabels "$image/labels/other"
        (Invoke-SegJob "job-$image" -Part 1-2).State | Should -Be Finished, Finished
        (Complete-SegJob "job-$image").FullName | Should -Be (Join-Path $workspace "$image/labels/seg")
        Get-LabelHash "$image/labels/seg" | Should -Be (Get-LabelHash "single-$image/labels/seg")
        (Get-Content "$image/labels/zarr.json" -Raw | ConvertFrom-Json).attributes.ome.labels | Should -Be other, seg
    }

    It 'keeps the pixel size of every slice, whoever writes first: <Extension>' -ForEach @{ Extension = 'tif' }, @{ Extension = 'zarr' } {
        $files = foreach ($n in 0..3) {
            $name = "sized-$n.zarr"
            Import-SegImage volume.tif -Slice $n | Export-SegImage $name -Force
            $meta = Get-Content "$name/zarr.json" -Raw | ConvertFrom-Json -AsHashtable
            $meta.attributes.ome.multiscales[0].axes | Where-Object type -EQ space | ForEach-Object { $_.unit = 'micrometer' }
            $scale = @($meta.attributes.ome.multiscales[0].datasets[0].coordinateTransformations[0].scale)
            for ($i = 0; $i -lt $scale.Count; $i++) { $scale[$i] = (0.5, 0.25)[$n % 2] }
            $meta.attributes.ome.multiscales[0].datasets[0].coordinateTransformations[0].scale = $scale
            ConvertTo-Json $meta -Depth 20 | Set-Content "$name/zarr.json"
            $name
        }
        (Import-SegImage $files).PixelSize | Select-Object -Unique | Should -HaveCount 2
        $null = New-Item -ItemType Directory -Force sized
        Import-SegImage $files | Invoke-SegApply model.ndseg | Export-SegLabels "sized/sized.$Extension"
        $null = New-SegJob $files -Model model.ndseg -OutFile "sized.$Extension" -Parts 4 -Path "job-sized-$Extension"
        $null = Invoke-SegJob "job-sized-$Extension" -Part 1, 3
        $null = Invoke-SegJob "job-sized-$Extension" -Part 0, 2
        $null = Complete-SegJob "job-sized-$Extension"
        $hash = { param($root) $(if (Test-Path $root -PathType Leaf) { Get-Item $root } else { Get-ChildItem $root -Recurse -File -Force }) | Sort-Object FullName | ForEach-Object { (Get-FileHash -LiteralPath $_.FullName).Hash } }
        & $hash "sized.$Extension" | Should -Be (& $hash "sized/sized.$Extension")
    }

    It 'fills nothing that a part is computing' {
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile filled.tif -Parts 2 -Path filled | Invoke-SegJob -All
        Remove-Item filled/parts/00001/part.json, filled/parts/00001/000000007.slice
        $lock = [IO.FileStream]::new("$workspace/filled/parts/00001/ndseg.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try { (Invoke-Captured { Complete-SegJob filled -FillMissing }).Errors.FullyQualifiedErrorId | Should -BeLike 'PartBusy,*' }
        finally { $lock.Dispose() }
        'filled.tif' | Should -Not -Exist
        (Invoke-Captured { Complete-SegJob filled -FillMissing }).Warnings | Should -BeLike '*1 of 10 slices*'
    }

    It 'fills missing slices with 0 when asked to, as Export-SegLabels does' {
        Write-Volume torn.tif (0..5)
        Set-DamagedPage torn.tif 0
        $null = Invoke-Captured { Import-SegImage torn.tif | Invoke-SegApply model.ndseg | Export-SegLabels single-torn.tif }
        $null = New-SegJob torn.tif -Model model.ndseg -OutFile merged-torn.tif -Parts 3 -Path job-torn
        $null = Invoke-Captured { Invoke-SegJob job-torn -All }
        (Invoke-Captured { Complete-SegJob job-torn }).Errors.FullyQualifiedErrorId | Should -BeLike 'JobIncomplete,*'
        $seen = Invoke-Captured { Complete-SegJob job-torn -FillMissing }
        $seen.Errors | Should -HaveCount 0
        $seen.Warnings | Should -BeLike '*1 of 6 slices are missing*: 0.'
        ($seen.Output | Where-Object { $_ -is [IO.FileInfo] }).MissingSlices | Should -Be 0
        Get-Hash merged-torn.tif | Should -Be (Get-Hash single-torn.tif)
    }

    It 'replaces a volume with -Force only, and writes nothing with -WhatIf' {
        $null = New-SegJob volume.tif -Model model.ndseg -OutFile there.tif -Parts 2 -Path there | Invoke-SegJob -All
        Complete-SegJob there -WhatIf
        'there.tif' | Should -Not -Exist
        Set-Content there.tif 'mine'
        (Invoke-Captured { Complete-SegJob there }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        Get-Content there.tif | Should -Be 'mine'
        (Complete-SegJob there -Force).Length | Should -BeGreaterThan 100
    }
}
