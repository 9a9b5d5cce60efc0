# The scripts of examples/, the blocks of the README and the examples of the help, each run as it stands.
BeforeDiscovery {
    $manifest = if ($env:NDSEG_MODULE) { $env:NDSEG_MODULE } else { Join-Path $PSScriptRoot '../../NDSeg.psd1' }
    Import-Module $manifest
    $helpExamples = foreach ($command in (Get-Command -Module NDSeg).Name) {
        $number = 0
        foreach ($example in (Get-Help $command -Full).examples.example) {
            @{ Command = $command; Number = ++$number; Code = $example.code }
        }
    }
}

Describe 'Examples' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $examples = Join-Path $repositoryRoot 'examples'

        # Runs an example with the shared data at a place; gives its lines and its exit code.
        function Invoke-Example([string] $Name, [hashtable] $Arguments, [string] $Shared = (Join-Path $TestDrive 'nowhere')) {
            $before = $env:NDSEG_SHARED
            $env:NDSEG_SHARED = $Shared
            $global:LASTEXITCODE = 0
            try { $lines = & (Join-Path $examples $Name) @Arguments | Out-String -Width 500 } finally { $env:NDSEG_SHARED = $before }
            [pscustomobject]@{ Text = $lines; ExitCode = $LASTEXITCODE }
        }

        function Assert-Picture([string] $Path) {
            $bytes = [IO.File]::ReadAllBytes($Path)
            $bytes[0..3] | Should -Be 0x89, 0x50, 0x4e, 0x47
            $bytes.Length | Should -BeGreaterThan 5000
        }
    }

    Context 'scripts' {
        It 'quickstart segments its phantom and writes everything' {
            $out = Join-Path $TestDrive 'quickstart'
            $seen = Invoke-Example quickstart.ps1 @{ OutputPath = $out; Size = 256 }
            $seen.Text | Should -Match '256 x 256 x 58'
            $seen.Text | Should -Match '256 x 256 x 121'
            $scores = [regex]::Matches($seen.Text, 'mIoU (\d\.\d+) against')
            $scores.Count | Should -BeGreaterThan 0
            $scores | ForEach-Object { [double]$_.Groups[1].Value | Should -BeGreaterThan 0.7 }
            Assert-Picture "$out/quickstart.png"
            'MixedForest.tif', 'MixedForest.ndseg', 'RandomForest.tif', 'RandomForest.ndseg' | ForEach-Object { (Get-Item "$out/$_").Length | Should -BeGreaterThan 1000 }
            Get-ChildItem $out -Filter *.tmp | Should -HaveCount 0
        }

        It 'quickstart gives the same files again' {
            $a, $b = 'a', 'b' | ForEach-Object { Join-Path $TestDrive $_ }
            $a, $b | ForEach-Object { $null = Invoke-Example quickstart.ps1 @{ OutputPath = $_; Size = 128; Seed = 7 } }
            $files = Get-ChildItem $a -Exclude *.png
            $files.Count | Should -BeGreaterThan 1
            foreach ($file in $files) { (Get-FileHash $file).Hash | Should -Be (Get-FileHash (Join-Path $b $file.Name)).Hash }
        }

        It 'quality measures its phantom where no case is at hand' {
            $out = Join-Path $TestDrive 'quality'
            $text = (Invoke-Example quality.ps1 @{ OutputPath = $out; PhantomSize = 128; Preset = 'Default', 'Extended'; Learner = 'RandomForest', 'MixedForest' } 6> $null).Text
            $text | Should -Match 'only the phantom'
            $rows = Import-Csv "$out/quality.csv"
            $rows.Preset | Should -Be 'Default', 'Default', 'Extended', 'Extended'
            $rows | ForEach-Object { [double]$_.MeanIoU | Should -BeGreaterThan 0.4; [double]$_.IoU1 | Should -BeGreaterThan 0.1 }
            Get-Content "$out/quality.md" | Should -Contain '## phantom'
            Assert-Picture "$out/phantom.png"
            { & (Join-Path $examples quality.ps1) -OutputPath $out -Case nothing } | Should -Throw '*No case is named nothing*phantom*'
        }

        It 'volume tells shapes apart that slices cannot: seed <_>' -ForEach 0, 1, 2 {
            $out = Join-Path $TestDrive "volume-$_"
            $text = (Invoke-Example volume.ps1 @{ OutputPath = $out; Seed = $_; Depth = 64 }).Text
            $text | Should -Match '3-D is (\d\.\d+) mean IoU above slice by slice'
            [double][regex]::Match($text, '3-D is (\d\.\d+)').Groups[1].Value | Should -BeGreaterOrEqual 0.10
            $whole = Measure-SegAccuracy "$out/labels.tif" -Truth "$out/truth.tif"
            $slices = Measure-SegAccuracy "$out/labels_slices.tif" -Truth "$out/truth.tif"
            $whole.MeanIoU - $slices.MeanIoU | Should -BeGreaterOrEqual 0.10
            $text | Should -Match 'Sheet .* objects, mean volume'
            Assert-Picture "$out/volume.png"
            (Import-Csv "$out/objects.csv").Count | Should -Be (Import-SegLabels "$out/objects.tif" -As Volume).ClassCount
        }

        It '<Script> runs on the phantom where the slice is not at hand' -ForEach @(
            @{ Script = 'classical-cpu'; Shape = '(160, 160, 58)' }
            @{ Script = 'multi-channel'; Shape = '(160, 160, 64)' }
        ) {
            Assert-XGBoost
            $out = Join-Path $TestDrive "phantom-$Script"
            $seen = Invoke-Example "$Script.ps1" @{ OutputPath = $out; PhantomSize = 160 }
            $seen.Text | Should -BeLike '*Data: phantom*'
            $seen.Text | Should -BeLike "*$Shape*"
            Assert-Picture "$out/$Script.png"
            Assert-Picture "$out/$Script-overlay.png"
        }

        It 'classical-cpu prints the figures of the battery slice' {
            Assert-XGBoost
            $null = Get-SharedFile data/battery/Battery_21700.tif
            $out = Join-Path $TestDrive 'battery'
            $text = (Invoke-Example classical-cpu.ps1 @{ OutputPath = $out } $sharedRoot).Text
            foreach ($line in 'Grayscale target image dimension: (1568, 1568)', 'Unique class indices detected: [0 1 2 3 4 5 6]', '(1568, 1568, 58)', 'Tabular training matrix shape: (974, 58)', 'XGBoost CPU - Features:') {
                $text.Contains($line) | Should -BeTrue -Because $line
            }
            Assert-Picture "$out/classical-cpu.png"
        }

        It 'multi-channel appends the six maps of the dataset' {
            Assert-XGBoost
            $null = Get-SharedFile data/battery/Battery_21700.tif
            $out = Join-Path $TestDrive 'multi'
            $text = (Invoke-Example multi-channel.ps1 @{ OutputPath = $out } $sharedRoot).Text
            $text.Contains('Shape of auxiliary multi-modal channels: (1568, 1568, 6)') | Should -BeTrue
            $text.Contains('(1568, 1568, 64)') | Should -BeTrue
            Assert-Picture "$out/multi-channel.png"
            Assert-Picture "$out/multi-channel-crop.png"
        }

        It 'accelerated-cuda runs on a card or says why not' {
            $out = Join-Path $TestDrive 'cuda'
            $seen = Invoke-Example accelerated-cuda.ps1 @{ OutputPath = $out; PhantomSize = 160 }
            if ($seen.ExitCode -eq 0) {
                $seen.Text.Contains('GPU feature tensor configuration: [160, 160, 58]') | Should -BeTrue
                Assert-Picture "$out/accelerated-cuda.png"
            }
            else {
                $seen.ExitCode | Should -Be 3
                $seen.Text | Should -Match '(?s)No usable CUDA card.*Expected '
                $out | Should -Not -Exist
            }
        }
    }

    Context 'text' {
        BeforeAll {
            # An OME-Zarr 0.5 image of square slices, every level half the edge of the one before.
            function Write-OmeZarr([string] $Folder, [byte[]] $Samples, [int] $Depth, [int] $Edge, [int] $Levels) {
                $datasets = foreach ($level in 0..($Levels - 1)) {
                    $step = 1 -shl $level
                    $size = [int]($Edge / $step)
                    foreach ($z in 0..($Depth - 1)) {
                        $chunk = (New-Item -ItemType Directory "$Folder/$level/c/$z/0").FullName
                        $slice = [byte[]]@(for ($i = 0; $i -lt $size * $size; $i++) { $Samples[(160 * ($z + $step * [Math]::Floor($i / $size))) + $step * ($i % $size)] })
                        [IO.File]::WriteAllBytes("$chunk/0", $slice)
                    }
                    $array = @{
                        zarr_format = 3; node_type = 'array'; shape = $Depth, $size, $size; data_type = 'uint8'; fill_value = 0; dimension_names = 'z', 'y', 'x'
                        chunk_grid = @{ name = 'regular'; configuration = @{ chunk_shape = 1, $size, $size } }
                        chunk_key_encoding = @{ name = 'default'; configuration = @{ separator = '/' } }
                        codecs = @(@{ name = 'bytes' })
                    }
                    $array | ConvertTo-Json -Depth 9 | Set-Content "$Folder/$level/zarr.json"
                    @{ path = "$level"; coordinateTransformations = @(@{ type = 'scale'; scale = 1, $step, $step }) }
                }
                $axes = 'z', 'y', 'x' | ForEach-Object { @{ name = $_; type = 'space'; unit = 'micrometer' } }
                @{ zarr_format = 3; node_type = 'group'; attributes = @{ ome = @{ version = '0.5'; multiscales = @(@{ axes = $axes; datasets = @($datasets) }) } } } |
                    ConvertTo-Json -Depth 9 | Set-Content "$Folder/zarr.json"
            }
            # Every file that the README and the help name, in one folder. A phantom of 160 rows and columns; for its
            # six chemical maps stands a label volume of the shape rows x columns x maps.
            Push-Location
            Set-Location (New-Item -ItemType Directory (Join-Path $TestDrive 'text'))
            $phantom = Write-PhantomFile . -Height 160 -Width 160 -Seed 3
            $null = Write-PhantomFile second -Height 160 -Width 160 -Seed 2
            'slice', 'strokes', 'truth' | ForEach-Object { Copy-Item "second/$_.tif" "${_}2.tif" }
            $null = New-Item -ItemType Directory scans
            Copy-Item slice.tif scans/a.tif
            Copy-Item slice2.tif scans/b.tif
            Copy-Item slice.tif Battery.tif
            Copy-Item strokes.tif Battery_labels.tif
            Copy-Item truth.tif Battery_truth.tif
            Copy-Item $examples examples -Recurse
            # A rectangle of rows 8 to 24 and columns 4 to 20, as ImageJ's ROI Manager saves it.
            $region = [byte[]]::new(64)
            [byte[]](0x49, 0x6F, 0x75, 0x74, 0, 227, 1, 0, 0, 8, 0, 4, 0, 24, 0, 20) | ForEach-Object { $i = 0 } { $region[$i++] = $_ }
            [IO.File]::WriteAllBytes("$PWD/pore.roi", $region)
            Compress-Archive pore.roi RoiSet.zip
            $samples = $phantom.Image.Plane(0)
            # A volume of narrow slices: enough of them for the ranges the README names.
            Write-TestTiff volume.tif -Height 80 -Width 160 -Page @(0..23 | ForEach-Object { , $samples[(160 * $_)..(160 * $_ + 12799)] })
            # Strokes on two of its slices: bright and dark pixels.
            Write-TestTiff volume_strokes.tif -Height 80 -Width 160 -Page @(0..23 | ForEach-Object {
                $slice = $_
                , [byte[]]@(if ($slice -notin 6, 15) { [byte[]]::new(12800) } else { 0..12799 | ForEach-Object { if ($_ % 1600 -ge 160) { 0 } elseif ($samples[160 * $slice + $_] -gt 110) { 2 } else { 1 } } })
            })
            Write-TestTiff maps.tif -Height 160 -Width 6 -Page @(0..159 | ForEach-Object {
                $row = $_
                , [byte[]](0..159 | ForEach-Object { $value = $samples[160 * $row + $_]; 1..6 | ForEach-Object { [int]($value * $_ / 6) } })
            })
            New-SegModel -Trees 10 | Invoke-SegTraining -Image (Import-SegImage slice.tif) -Labels strokes.tif | Export-SegModel model.ndseg
            Import-SegImage maps.tif | Invoke-SegApply model.ndseg | Export-SegLabels maps.h5 -Dataset data
            New-SegModel -Trees 5 | Invoke-SegTraining -Volume (Import-SegImage volume.tif -As Volume) -Labels volume_strokes.tif | Export-SegModel volume.ndseg
            Write-OmeZarr embryo.zarr $samples -Depth 42 -Edge 64 -Levels 3
            Import-SegImage embryo.zarr | Invoke-SegApply model.ndseg | Export-SegLabels embryo.zarr/labels/nuclei
            $null = New-SegJob volume.tif -Model model.ndseg -OutFile job_labels.tif -Parts 8 -Path job | Invoke-SegJob -All
        }

        AfterAll { Pop-Location }

        It 'runs every block of the README, in order' {
            Assert-XGBoost
            $readme = Get-Content (Join-Path $repositoryRoot 'README.md') -Raw
            $blocks = [regex]::Matches($readme, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value } | Where-Object { $_ -notmatch 'build\.ps1' }
            $blocks.Count | Should -BeGreaterOrEqual 5
            Set-Content readme.ps1 "`$ErrorActionPreference = 'Stop'`n$($blocks -join "`n")"
            $null = & ./readme.ps1
            @(Import-SegLabels labels.tif) | Should -HaveCount 24
            Get-ChildItem slices | Should -HaveCount 14
            'segmented.tif', 'battery.ndseg' | Should -Exist
        }

        It 'reads in Python, with the lines of the README, what its blocks have written' {
            Assert-XGBoost
            $python = Get-Item '/usr/bin/python3' -ErrorAction Ignore
            if (-not $python -or -not $(& $python.FullName -c 'import numpy, h5py, tifffile; print(1)' 2>$null)) {
                Set-ItResult -Skipped -Because 'no /usr/bin/python3 with numpy, h5py and tifffile'
            }
            $block = [regex]::Match((Get-Content (Join-Path $repositoryRoot 'README.md') -Raw), '(?s)```python\r?\n(.*?)```').Groups[1].Value
            Set-Content readme.py "$block`nprint(labels.shape, labels.dtype, maps.shape, names[:2], X.shape[1], X.dtype, len(X) == len(y), sorted(set(y.tolist())), probability.shape, abs(probability[3].sum(axis=0) - 1).max() < 1e-5)"
            $text = & $python.FullName readme.py
            $text | Should -Be "(160, 160) uint8 (6, 160, 160) ['original', 'gaussian_1'] 58 float32 True [1, 2, 3, 4, 5, 6] (24, 6, 80, 160) True"
            $values = & $python.FullName -c "import tifffile; print(*tifffile.imread('segmented.tif').ravel()[::97])"
            [int[]]($values -split ' ') | Should -Be @($labels = Get-LabelValue (Import-SegLabels segmented.tif); for ($i = 0; $i -lt $labels.Length; $i += 97) { $labels[$i] })
        }

        It 'runs example <Number> of <Command>' -ForEach $helpExamples {
            if ($Code -match '-Device\s+Cuda') { Set-ItResult -Skipped -Because 'the example needs a card' }
            if ($Code -match 'Edit-SegLabels') { Set-ItResult -Skipped -Because 'the example waits until somebody has painted' }
            if ($Code -match 'XGBoost') { Assert-XGBoost }
            $null = & ([scriptblock]::Create($Code))
        }
    }
}
