# Zarr folders through the commands: images and labels, levels, one folder as one input, and what other readers make of it.
Describe 'Zarr' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        Expand-Archive (Join-Path $repositoryRoot 'tests/NDSeg.IO.Tests/Fixtures/zarr.zip') fixtures
        Write-Volume volume.tif (0..3)
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels whole.tif
        function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText) }
        function Get-Zarr([string] $Path) { (Get-Content -Raw (Join-Path $Path 'zarr.json') | ConvertFrom-Json).attributes }
    }

    AfterAll { Pop-Location }

    It 'reads an OME-Zarr <Version> image with its axes and its scale' -ForEach @(@{ Version = '04' }, @{ Version = '05' }) {
        $slices = Import-SegImage "fixtures/ome$Version.zarr"
        $slices | Should -HaveCount 6
        $slices[0].Shape | Should -Be '8 x 10 x 2'
        $slices[0].PixelSize.UnitName | Should -Be "$([char]0xB5)m"
        $slices[5].Slice | Should -Be 5
        (Import-SegImage "fixtures/ome$Version.zarr" -Level 1 -Slice 2).Shape | Should -Be '4 x 5 x 2'
        (Import-SegImage "fixtures/ome$Version.zarr/" -Dataset 1 -Slice 2).Dataset | Should -Be '1'
        $labels = Import-SegLabels "fixtures/ome$Version.zarr" -Slice 1
        $labels.Classes.Name | Should -Be 'nucleus', 'membrane'
        "$($labels.Classes[1].Color)" | Should -Be '#0080ff'
    }

    It 'says what is wrong with a level or a dataset' {
        (Invoke-Captured { Import-SegImage fixtures/ome05.zarr -Level 5 }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'LevelOutOfRange*'
        (Invoke-Captured { Import-SegImage volume.tif -Level 1 }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'LevelNotApplicable*'
        $missing = (Invoke-Captured { Import-SegImage fixtures/ome05.zarr -Dataset nothing }).Errors[0]
        $missing.FullyQualifiedErrorId | Should -BeLike 'DatasetNotFound*'
        "$missing" | Should -BeLike '*labels/cells*'
        (Invoke-Captured { Import-SegImage fixtures/v3 }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound*'
        $null = New-Item -ItemType Directory empty.zarr
        (Invoke-Captured { Import-SegImage empty.zarr }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'TruncatedImage*'
        Remove-Item empty.zarr
    }

    It 'takes a folder as one input: wildcards, Get-ChildItem, a folder of images' {
        $null = New-Item -ItemType Directory many
        Copy-Item -Recurse fixtures/ome05.zarr many/a.zarr
        Copy-Item -Recurse fixtures/ome04.zarr many/b.zarr
        Copy-Item volume.tif many/c.tif
        Import-SegImage many/*.zarr | Should -HaveCount 12
        Get-ChildItem -Directory many | Import-SegImage -Level 1 | Should -HaveCount 12
        Import-SegImage many | Should -HaveCount 16
        Import-SegImage many/*.tif | Should -HaveCount 4
        Import-SegImage -LiteralPath many/a.zarr -Slice 0 | Should -HaveCount 1
        (Invoke-Captured { Invoke-SegApply model.ndseg -Image (Get-Item many/a.zarr) }).Errors[0].FullyQualifiedErrorId | Should -Match 'ParameterArgumentTransformationError|ImageVolume'
        Measure-SegPhase (Get-Item many/a.zarr/labels/cells) -ErrorAction Ignore
    }

    It 'completes levels, images, labels and arrays' {
        Get-Completion 'Import-SegImage fixtures/ome05.zarr -Level ' | Should -Be '0', '1'
        Get-Completion 'Import-SegImage fixtures/ome04.zarr -Dataset ' | Should -Be '0', '1', 'labels/cells', 'labels/cells/0'
        Get-Completion 'Import-SegLabels fixtures/ome05.zarr -Dataset l' | Should -Be 'labels/cells', 'labels/cells/0'
        Get-Completion 'Import-SegLabels fixtures/ome05.zarr -Level ' | Should -Be '0'
    }

    It 'writes a volume of labels with names, colours and provenance' {
        $folder = Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels out.zarr -Provenance Both -PassThru
        $folder | Should -BeOfType ([IO.DirectoryInfo])
        $folder.SliceCount | Should -Be 4
        $ome = (Get-Zarr out.zarr).ome
        $ome.version | Should -Be '0.5'
        $ome.multiscales[0].axes.name | Should -Be 'z', 'y', 'x'
        $ome.'image-label'.properties.name | Should -Be (Import-SegModel model.ndseg).Classes.Name
        (Compare-SegLabels (Import-SegLabels out.zarr -Slice 2) (Import-SegLabels whole.tif -Slice 2)).Equal | Should -BeTrue
        $account = Get-SegProvenance out.zarr
        $account.Embedded | Should -BeTrue
        $account.Run.Output.Sha256 | Should -Match '^[0-9a-f]{64}$'
        'out.zarr.json' | Should -Exist
        Test-Path out.zarr.partial | Should -BeFalse

        (Invoke-Captured { Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels out.zarr }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'TargetExists*'
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels out.zarr -Provenance Sidecar -Force
        $second = Get-SegProvenance out.zarr
        $second.Embedded | Should -BeFalse
    }

    It 'leaves folders of others alone, even with -Force' {
        $error1 = (Invoke-Captured { Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels fixtures/ome05.zarr -Force }).Errors[0]
        $error1.FullyQualifiedErrorId | Should -BeLike 'TargetNotOurs*'
        Import-SegImage fixtures/ome05.zarr | Should -HaveCount 6
    }

    It 'keeps labels in the image they belong to' {
        Copy-Item -Recurse fixtures/ome05.zarr image.zarr
        Import-SegLabels image.zarr | Export-SegLabels image.zarr/labels/copy
        (Get-Zarr image.zarr/labels).ome.labels | Should -Be 'cells', 'copy'
        (Get-Zarr image.zarr/labels/copy).ome.'image-label'.source.image | Should -Be '../../'
        $copy = Import-SegLabels image.zarr -Dataset labels/copy -Slice 1
        $copy.Classes.Name | Should -Be 'nucleus', 'membrane'
        $copy.PixelSize.UnitName | Should -Be "$([char]0xB5)m"
        (Compare-SegLabels $copy (Import-SegLabels image.zarr -Dataset labels/cells -Slice 1)).Equal | Should -BeTrue
        (Invoke-Captured { Import-SegLabels image.zarr }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'AmbiguousDataset*'
        @((Get-Zarr image.zarr/labels/copy).ome.multiscales[0].datasets) | Should -HaveCount 2 -Because 'the image has as many'

        Copy-Item -Recurse fixtures/ome04.zarr old.zarr
        Import-SegLabels old.zarr | Export-SegLabels old.zarr/labels/copy
        (Get-Content -Raw old.zarr/labels/.zattrs | ConvertFrom-Json).labels | Should -Be 'cells', 'copy'
        'old.zarr/labels/copy/zarr.json' | Should -Not -Exist
        (Compare-SegLabels (Import-SegLabels old.zarr -Dataset labels/copy -Slice 1) (Import-SegLabels old.zarr -Dataset labels/cells -Slice 1)).Equal | Should -BeTrue
        (Invoke-Captured { Import-SegLabels old.zarr -Dataset labels/cells | Export-SegLabels old.zarr/labels/shards -Sharded }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotWritable*'
    }

    It 'writes folders of labels, images and maps' {
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels -Directory results -Format Zarr
        'results/volume_labels.zarr/zarr.json' | Should -Exist
        $image = Import-SegImage volume.tif -Slice 0
        $image | Export-SegImage image-out.zarr -PassThru | Should -BeOfType ([IO.DirectoryInfo])
        (Import-SegImage image-out.zarr).PixelType | Should -Be 'UInt8'
        $image | Invoke-SegApply model.ndseg -Probability | Export-SegImage sure.zarr
        (Import-SegImage sure.zarr).Channels | Should -Be 2
        (Get-Zarr sure.zarr).ome.omero.channels.label | Should -Be (Import-SegModel model.ndseg).Classes.Name
        $image | Invoke-SegApply model.ndseg | Export-SegLabels trailing.zarr/
        (Import-SegLabels trailing.zarr).Classes | Should -HaveCount 2
    }

    It 'writes the maps of a volume slice by slice' {
        $file = Import-SegImage volume.tif | Invoke-SegApply model.ndseg -Probability | Export-SegImage probability.zarr -Map probability -PassThru
        $file.SliceCount | Should -Be 4
        $slices = Import-SegImage probability.zarr
        $slices | Should -HaveCount 4
        $slices[3].Channels | Should -Be 2
        $direct = Import-SegImage volume.tif -Slice 3 | Invoke-SegApply model.ndseg -Probability
        $slices[3].Plane(1) | Should -Be $direct.Probabilities[1]
    }

    It 'is a volume with the size of its voxels' {
        $labels = Import-SegLabels fixtures/ome05.zarr -As Volume
        "$($labels.VoxelSize)" | Should -Be "2 x 0.5 x 0.25 $([char]0xB5)m"
        $labels.Depth | Should -Be 3
        (Import-SegImage fixtures/ome04.zarr -As Volume -Slice 0-2).VoxelSize.Z | Should -Be 2
    }

    It 'trains from a Zarr image and its labels, and names their hashes' {
        $image = Import-SegImage fixtures/ome05.zarr -Slice 1
        $labels = Import-SegLabels fixtures/ome05.zarr -Slice 1
        $model = New-SegModel -Trees 2 | Invoke-SegTraining -Image $image -Labels $labels -WarningAction Ignore
        $model.Classes.Name | Should -Be 'nucleus', 'membrane'
        $files = $model.State.Summary.Files
        $files.Role | Should -Be 'image', 'labels'
        $files.Sha256 | ForEach-Object { $_ | Should -Match '^[0-9a-f]{64}$' }
    }
}

Describe 'Zarr beside other readers' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        Write-Volume volume.tif (0..3)
    }

    AfterAll { Pop-Location }

    It 'continues a killed run to the same folder' {
        $null = New-Item -ItemType Directory a, b
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels a/labels.zarr
        $run = 'Import-SegImage volume.tif -ResumeFrom b/labels.zarr | Invoke-SegApply model.ndseg | ForEach-Object { BETWEEN; $_ } | Export-SegLabels b/labels.zarr -Resume'
        Invoke-Process $run.Replace('BETWEEN', 'if ($_.Series.Ordinal -eq 3) { Start-Sleep 1; [Diagnostics.Process]::GetCurrentProcess().Kill() }') | Should -Not -Be 0
        'b/labels.zarr' | Should -Not -Exist
        $script:computed = 0
        & ([scriptblock]::Create($run.Replace('BETWEEN', '$script:computed++')))
        $script:computed | Should -Be 1
        Get-FileName (Resolve-Path b) | Should -Be (Get-FileName (Resolve-Path a))
        foreach ($name in Get-FileName (Resolve-Path a)) {
            (Get-FileHash "b/$name").Hash | Should -Be (Get-FileHash "a/$name").Hash -Because $name
        }
    }

    It 'is read by zarrita, every level of it' {
        if (-not (Get-Command npm -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'no npm'
        }
        $null = New-Item -ItemType Directory -Force node
        Copy-Item (Join-Path $PSScriptRoot zarrita.mjs) node
        & npm install --prefix node --no-audit --no-fund zarrita@0.7.5 *> $null
        if ($LASTEXITCODE) {
            Set-ItResult -Skipped -Because 'npm cannot install zarrita'
        }
        Import-SegImage volume.tif | Invoke-SegApply model.ndseg | Export-SegLabels labels.zarr
        $large = New-SegPhantom -Height 620 -Width 2200
        $large.Truth | Export-SegLabels large.zarr
        $large.Truth | Export-SegLabels shards.zarr -Sharded
        $large.Image | Export-SegImage image.zarr
        Expand-Archive (Join-Path $repositoryRoot 'tests/NDSeg.IO.Tests/Fixtures/zarr.zip') fixtures
        $arrays = @('labels.zarr/0', 'large.zarr/0', 'large.zarr/1', 'large.zarr/2', 'shards.zarr/0', 'shards.zarr/1', 'image.zarr/0', 'fixtures/v3/sharded/end', 'fixtures/v3/sharded/bare', 'fixtures/v3/blosc/lz4-bitshuffle', 'fixtures/v2/blosc/zstd-bit')
        $read = & node node/zarrita.mjs @($arrays | ForEach-Object { (Resolve-Path $_).Path }) | ConvertFrom-Json
        $read | Should -HaveCount $arrays.Count
        foreach ($one in $read) {
            $one.error | Should -BeNullOrEmpty
            $axis = $one.shape.Count -eq 3 ? @{ Axis = 0 } : @{}
            $bytes = [Collections.Generic.List[byte]]::new()
            foreach ($slice in Import-SegImage $one.path @axis) {
                $plane = $slice.Plane(0)
                $raw = [byte[]]::new([Buffer]::ByteLength($plane))
                [Buffer]::BlockCopy($plane, 0, $raw, 0, $raw.Length)
                $bytes.AddRange($raw)
            }
            [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes.ToArray())) | Should -Be $one.hash -Because $one.path
        }
        $group = & node node/zarrita.mjs (Resolve-Path labels.zarr).Path | ConvertFrom-Json
        $group.attributes.ome.'image-label'.colors | Should -HaveCount 2
    }

    It 'has chunks that numcodecs unpacks' {
        $python = Get-Item '/usr/bin/python3' -ErrorAction Ignore
        if (-not $python -or -not $(& $python.FullName -c 'import numcodecs, numpy; print(1)' 2>$null)) {
            Set-ItResult -Skipped -Because 'no /usr/bin/python3 with numcodecs'
        }
        $phantom = New-SegPhantom -Height 60 -Width 70
        $phantom.Truth | Export-SegLabels chunks.zarr
        $sum = & $python.FullName -c "import json, numcodecs, numpy; m = json.load(open('chunks.zarr/0/zarr.json')); print(numpy.frombuffer(numcodecs.Zstd().decode(open('chunks.zarr/0/c/0/0', 'rb').read()), m['data_type']).reshape(m['shape']).sum())"
        [int]$sum | Should -Be (Get-LabelValue $phantom.Truth | Measure-Object -Sum).Sum
    }
}
