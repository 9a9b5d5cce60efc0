# Every bad input is an error with a stable id that says what was expected, what was found and what to do; the other
# objects of the pipeline go through, and no partial file is left.
Describe 'Errors' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data -Height 48 -Width 40
        $slice, $strokes = 'slice.tif', 'strokes.tif' | ForEach-Object { Join-Path $data $_ }
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $modelFile = Join-Path $data 'model.ndseg'
        $model | Export-SegModel $modelFile
        $prefix = 'NDSeg.PowerShell.Commands.'

        # One error with this id, from this command, that says both sides; gives the record.
        function Assert-Failure($Captured, [string] $Id, [string] $Command, [string] $Message = '*', [string] $Category) {
            $Captured.Errors | Should -HaveCount 1 -Because "one error is expected: $($Captured.Errors -join '; ')"
            $record = $Captured.Errors[0]
            $record.FullyQualifiedErrorId | Should -Be "$Id,$prefix${Command}Command"
            $record.Exception | Should -BeOfType 'NDSeg.SegException'
            $record.Exception.Message | Should -BeLike $Message
            $record.Exception.Message | Should -Match 'found|incomplete|damaged|could not' -Because 'a message says what was found'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty -Because 'a message says what to do'
            if ($Category) { $record.CategoryInfo.Category | Should -Be $Category }
            $record
        }

        function New-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
    }

    Context 'files that cannot be read' {
        It 'names a file that does not exist' {
            $record = Assert-Failure (Invoke-Captured { Import-SegImage 'nowhere/none.tif' }) FileNotFound ImportSegImage '*nowhere/none.tif*' ObjectNotFound
            $record.TargetObject | Should -Be 'nowhere/none.tif'
            $null = Assert-Failure (Invoke-Captured { Import-SegImage 'nowhere/*.tif' }) FileNotFound ImportSegImage '*nowhere*'
            $null = Assert-Failure (Invoke-Captured { Import-SegImage -LiteralPath 'none[1].tif' }) FileNotFound ImportSegImage '*none`[1`].tif*'
            $null = Assert-Failure (Invoke-Captured { Import-SegLabels 'none.tif' }) FileNotFound ImportSegLabels '*none.tif*'
            $null = Assert-Failure (Invoke-Captured { Import-SegModel 'none.ndseg' }) FileNotFound ImportSegModel '*none.ndseg*'
            $null = Assert-Failure (Invoke-Captured { $phantom.Image | Invoke-SegApply none.ndseg }) FileNotFound InvokeSegApply '*none.ndseg*'
            $null = Assert-Failure (Invoke-Captured { Measure-SegPhase none.tif }) FileNotFound MeasureSegPhase '*none.tif*'
            $null = Assert-Failure (Invoke-Captured { $phantom.Truth | Measure-SegAccuracy -Truth none.tif }) FileNotFound MeasureSegAccuracy '*none.tif*'
            $null = Assert-Failure (Invoke-Captured { Compare-SegLabels none.tif $strokes }) FileNotFound CompareSegLabels '*none.tif*'
            $null = Assert-Failure (Invoke-Captured { Get-SegProvenance none.tif }) FileNotFound GetSegProvenance '*none.tif*'
        }

        It 'refuses what is not in the file system' {
            $null = Assert-Failure (Invoke-Captured { Import-SegImage Env:/PATH }) NotAFileSystemPath ImportSegImage '*Env*' InvalidArgument
            $null = Assert-Failure (Invoke-Captured { Import-SegImage nodrive:/a.tif }) NotAFileSystemPath ImportSegImage '*nodrive*'
            $null = Assert-Failure (Invoke-Captured { $phantom.Truth | Export-SegLabels Variable:/a.tif }) NotAFileSystemPath ExportSegLabels '*Variable*'
        }

        It 'refuses a folder without images, and a folder as a model' {
            $empty = New-Folder
            $seen = Invoke-Captured { Import-SegImage $empty }
            $seen.Errors.FullyQualifiedErrorId | Should -Match '^FileNotFound,'
            (Invoke-Captured { $phantom.Image | Invoke-SegApply $empty }).Errors.FullyQualifiedErrorId | Should -Match '^File(NotFound|NotReadable),'
        }

        It 'refuses what is no image: <Name>' -ForEach @(
            @{ Name = 'text'; Bytes = [Text.Encoding]::ASCII.GetBytes('hello, this is no image at all') }
            @{ Name = 'nothing'; Bytes = [byte[]]@() }
            @{ Name = 'one byte'; Bytes = [byte[]]@(0x49) }
        ) {
            $file = Join-Path $TestDrive 'not.tif'
            [IO.File]::WriteAllBytes($file, $Bytes)
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $file }) NotAnImage ImportSegImage '*not.tif*' InvalidData
            $null = Assert-Failure (Invoke-Captured { Import-SegLabels $file }) NotAnImage ImportSegLabels '*not.tif*'
        }

        It 'tells a truncated TIFF' {
            $bytes = [IO.File]::ReadAllBytes($slice)
            $file = Join-Path $TestDrive 'short.tif'
            # The directory is at the end of our files: half a file has none.
            [IO.File]::WriteAllBytes($file, $bytes[0..($bytes.Length / 2)])
            (Invoke-Captured { Import-SegImage $file }).Errors.FullyQualifiedErrorId | Should -Match '^(TruncatedImage|CorruptImage),'
            $whole = [IO.File]::ReadAllBytes((Get-SharedFile 'data/formats/gray8_deflate_predictor.tif'))
            foreach ($length in 100, 1000, ($whole.Length - 50)) {
                [IO.File]::WriteAllBytes($file, $whole[0..($length - 1)])
                $seen = Invoke-Captured { Import-SegImage $file }
                $seen.Output | Should -HaveCount 0
                $seen.Errors.FullyQualifiedErrorId | Should -Match '^(TruncatedImage|CorruptImage),'
            }
        }

        It 'lists the datasets when a name is wrong or missing' {
            $file = Get-SharedFile 'data/formats/arrays.h5'
            $record = Assert-Failure (Invoke-Captured { Import-SegImage $file -Dataset nothing }) DatasetNotFound ImportSegImage "*'nothing'*" ObjectNotFound
            foreach ($name in 'chunked_gzip', 'volume_zyx', 'entry/data/data') { $record.Exception.Message | Should -BeLike "*$name*" }
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $file }) AmbiguousDataset ImportSegImage '*volume_zyx*'
        }

        It 'prints the shape when axes are ambiguous, wrong or do not apply' {
            $file = Get-SharedFile 'data/formats/arrays.h5'
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $file -Dataset channels_last }) AmbiguousAxes ImportSegImage '*67 x 91 x 3*'
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $file -Dataset volume_zyx -Axis 5 }) InvalidAxis ImportSegImage '*4 x 67 x 91*'
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $slice -Dataset data }) DatasetNotApplicable ImportSegImage '*slice.tif*'
        }

        It 'refuses slices that are not there, and ranges that are none' {
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $slice -Slice 3 }) SliceOutOfRange ImportSegImage '*3*'
            $null = Assert-Failure (Invoke-Captured { Import-SegImage $slice -Slice '1-x' }) InvalidSliceRange ImportSegImage "*'1-x'*"
        }
    }

    Context 'labels and shapes' {
        It 'refuses labels of another size with both sizes' {
            $small = New-SegPhantom 32 40
            $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $small.Strokes }) LabelShapeMismatch InvokeSegTraining '*48 x 40*32 x 40*'
            $features = $phantom.Image | Get-SegFeatures
            try {
                $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Features $features -Labels $small.Strokes }) LabelShapeMismatch InvokeSegTraining '*48 x 40*32 x 40*'
                $null = Assert-Failure (Invoke-Captured { Get-SegTrainingData $features $small.Strokes }) LabelShapeMismatch GetSegTrainingData '*48 x 40*32 x 40*'
            }
            finally { $features.Dispose() }
            $null = Assert-Failure (Invoke-Captured { $small.Truth | Measure-SegAccuracy -Truth $phantom.Truth }) LabelShapeMismatch MeasureSegAccuracy '*48 x 40*'
            $null = Assert-Failure (Invoke-Captured { Compare-SegLabels $small.Truth $phantom.Truth }) LabelShapeMismatch CompareSegLabels '*32 x 40*48 x 40*'
        }

        It 'refuses extra channels of another size with both sizes' {
            $small = New-SegPhantom 32 40
            $null = Assert-Failure (Invoke-Captured { $phantom.Image | Get-SegFeatures -ExtraChannel $small.Extras }) ExtraChannelShapeMismatch GetSegFeatures '*48 x 40*32 x 40*'
            $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -ExtraChannel $small.Extras }) ExtraChannelShapeMismatch InvokeSegTraining '*48 x 40*32 x 40*'
        }

        It 'refuses labels without a labelled pixel' {
            $empty = Join-Path $TestDrive 'empty.tif'
            Write-TestTiff $empty -Height 48 -Width 40 -Page (, [byte[]]::new(1920))
            $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $empty }) NoLabelledPixels InvokeSegTraining '*strokes*' InvalidData
        }

        It 'refuses a single class' {
            $one = Join-Path $TestDrive 'one.tif'
            $paint = [byte[]]::new(1920); 5..50 | ForEach-Object { $paint[$_] = 3 }
            Write-TestTiff $one -Height 48 -Width 40 -Page (, $paint)
            foreach ($algorithm in 'RandomForest', 'XGBoost') {
                $null = Assert-Failure (Invoke-Captured { New-SegModel $algorithm | Invoke-SegTraining -Image $phantom.Image -Labels $one }) OneClass InvokeSegTraining '*two*'
            }
        }

        It 'refuses a float label image' {
            $float = Join-Path $TestDrive 'float.tif'
            Write-TestTiff $float -Height 1 -Width 3 -Type Float32 -Page (, @(0, 1.5, 2))
            $null = Assert-Failure (Invoke-Captured { Import-SegLabels $float }) FloatLabels ImportSegLabels '*float.tif*'
        }

        It 'refuses a label volume where one map is needed, and class names that do not count' {
            $volume = Join-Path $TestDrive 'volume.tif'
            Write-TestTiff $volume -Height 1 -Width 2 -Page @((1, 2), (2, 1))
            $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $volume }) LabelVolume InvokeSegTraining '*2 slices*'
            $null = Assert-Failure (Invoke-Captured { Import-SegLabels $strokes -ClassName a, b }) ClassNameCountMismatch ImportSegLabels '*6*2*'
        }

        It 'refuses unequal numbers of images and labels' {
            $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $phantom.Image, $phantom.Image -Labels $phantom.Strokes }) PairCountMismatch InvokeSegTraining '*2 images*1*'
        }

        It 'names the first pixel that is not a number' {
            $samples = [single[]]::new(1920)
            $samples[40 * 7 + 11] = [single]::NaN
            $samples[40 * 9 + 2] = [single]::PositiveInfinity
            $file = Join-Path $TestDrive 'nan.tif'
            Write-TestTiff $file -Height 48 -Width 40 -Type Float32 -Page (, $samples)
            $image = Import-SegImage $file
            $null = Assert-Failure (Invoke-Captured { $image | Get-SegFeatures }) NonFinitePixel GetSegFeatures '*NaN*row 7, column 11*'
            $null = Assert-Failure (Invoke-Captured { $image | Invoke-SegApply $model }) NonFinitePixel InvokeSegApply '*row 7, column 11*'
            $null = Assert-Failure (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $image -Labels $phantom.Strokes }) NonFinitePixel InvokeSegTraining '*row 7, column 11*'
            $null = Assert-Failure (Invoke-Captured { $phantom.Image | Get-SegFeatures -ExtraChannel $image }) NonFinitePixel GetSegFeatures '*NaN*row 7, column 11*'
        }
    }

    Context 'models' {
        It 'refuses an untrained model' {
            $untrained = New-SegModel
            $null = Assert-Failure (Invoke-Captured { $phantom.Image | Invoke-SegApply $untrained }) ModelNotTrained InvokeSegApply '*Invoke-SegTraining*' InvalidOperation
            $null = Assert-Failure (Invoke-Captured { $untrained | Get-SegFeatureImportance }) ModelNotTrained GetSegFeatureImportance
            $target = Join-Path $TestDrive 'untrained.ndseg'
            $null = Assert-Failure (Invoke-Captured { $untrained | Export-SegModel $target }) ModelNotTrained ExportSegModel
            Test-Path $target | Should -BeFalse
        }

        It 'refuses an image with another number of channels' {
            $file = Join-Path $TestDrive 'rgb.tif'
            Write-TestTiff $file -Height 20 -Width 20 -Channels 3 -Page (, [byte[]]::new(1200))
            $seen = Invoke-Captured { Import-SegImage $file | Invoke-SegApply $model }
            $seen.Errors.FullyQualifiedErrorId | Should -Match "^ChannelMismatch,${prefix}InvokeSegApplyCommand"
            $seen.Errors.Exception.Message | Should -Match '\b3\b'
            $seen.Errors.Exception.Message | Should -Match '\b1\b'
        }

        It 'refuses an image without the extra channels of the model, and a stack with other maps' {
            $more = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -ExtraChannel $phantom.Extras
            $seen = Invoke-Captured { $phantom.Image | Invoke-SegApply $more }
            $seen.Output | Should -HaveCount 0
            $seen.Errors | Should -HaveCount 1
            $seen.Errors.Exception.Message | Should -Match 'nickel|\b6\b'
            $features = $phantom.Image | Get-SegFeatures -Config (New-SegFeatureConfig 1, 2)
            try {
                $seen = Invoke-Captured { $features | Invoke-SegApply $model }
                $seen.Errors.FullyQualifiedErrorId | Should -Match '^(FeatureMismatch|MissingFeature|FeatureNameMismatch),'
            }
            finally { $features.Dispose() }
        }

        It 'refuses a damaged model file: <Name>' -ForEach @(
            @{ Name = 'no zip'; Damage = { param($b) [Text.Encoding]::ASCII.GetBytes('this is not a model') } }
            @{ Name = 'cut short'; Damage = { param($b) $b[0..($b.Length / 2)] } }
            @{ Name = 'a byte of the trees changed'; Damage = { param($b) $c = [byte[]]$b.Clone(); $c[$c.Length / 2] = $c[$c.Length / 2] -bxor 0x55; $c } }
            @{ Name = 'empty'; Damage = { param($b) , [byte[]]@() } }
        ) {
            $file = Join-Path $TestDrive 'bad.ndseg'
            [IO.File]::WriteAllBytes($file, [byte[]](& $Damage ([IO.File]::ReadAllBytes($modelFile))))
            $null = Assert-Failure (Invoke-Captured { Import-SegModel $file }) CorruptModel ImportSegModel '*bad.ndseg*' InvalidData
            $null = Assert-Failure (Invoke-Captured { $phantom.Image | Invoke-SegApply $file }) CorruptModel InvokeSegApply '*bad.ndseg*'
        }

        It 'refuses a newer format by name' {
            $file = Join-Path $TestDrive 'newer.ndseg'
            $folder = New-Folder
            [IO.Compression.ZipFile]::ExtractToDirectory($modelFile, $folder)
            $json = Join-Path $folder 'model.json'
            $text = (Get-Content $json -Raw) -replace '("formatVersion":\s*)1', '${1}99' -replace '("ndsegVersion":\s*)"[^"]*"', '$1"7.5.0"'
            Set-Content $json $text -NoNewline
            [IO.Compression.ZipFile]::CreateFromDirectory($folder, $file)
            $null = Assert-Failure (Invoke-Captured { Import-SegModel $file }) NewerModelFormat ImportSegModel '*99*7.5.0*'
        }

        It 'says what to do about a missing card and does not fall back to the CPU' {
            if (Get-SegDevice | Where-Object { $_.Kind -eq 'Cuda' -and $_.Available }) { Set-ItResult -Skipped -Because 'there is a card' }
            foreach ($attempt in { $phantom.Image | Get-SegFeatures -Device Cuda }, { $phantom.Image | Invoke-SegApply $model -Device Cuda }, { New-SegModel | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Device Cuda }, { New-SegModel -Device Cuda | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes }) {
                $seen = Invoke-Captured $attempt
                $seen.Output | Should -HaveCount 0
                $seen.Errors[0].FullyQualifiedErrorId | Should -Match '^CudaNotUsable,'
                $seen.Errors[0].Exception.Message | Should -Match 'CUDA'
                $seen.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
                $seen.Errors[0].Exception.Finding | Should -Not -BeLike "*$($seen.Errors[0].Exception.Remedy)*"
            }
        }

        It 'says how to get XGBoost where there is none' {
            $text = Invoke-InProcess @"
`$env:NDSEG_XGBOOST_LIBRARY = '$TestDrive/nothing.so'
`$WarningPreference = 'SilentlyContinue'
Import-Module '$modulePath'
`$p = New-SegPhantom 40 40
try { New-SegModel XGBoost | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes; 'trained' } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }
(New-SegModel -Trees 2 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes).IsTrained
"@
            if ($text[0] -eq 'trained') { Set-ItResult -Skipped -Because 'another XGBoost library was found' }
            $text[0] | Should -Match '^XGBoostNot'
            $text[1] | Should -Match 'NDSEG_XGBOOST_LIBRARY'
            $text[-1] | Should -Be 'True'
        }
    }

    Context 'targets' {
        It 'refuses an existing target and leaves it alone' {
            $out = New-Folder
            $target = Join-Path $out 'a.tif'
            Set-Content $target 'mine'
            $null = Assert-Failure (Invoke-Captured { $phantom.Truth | Export-SegLabels $target }) TargetExists ExportSegLabels "*$target*-Force*" ResourceExists
            Get-Content $target | Should -Be 'mine'
            Get-FileName $out | Should -Be 'a.tif'
        }

        It 'refuses a target that cannot be written: <Name>' -ForEach @(
            @{ Name = 'a folder that is not there'; Path = 'missing/folder/a' }
            @{ Name = 'a folder in place of the file'; Path = '' }
        ) {
            $out = New-Folder
            $target = if ($Path) { Join-Path $out $Path } else { Join-Path (New-Item -ItemType Directory (Join-Path $out 'a')).Parent.FullName 'a' }
            foreach ($extension in '.tif', '.png', '.h5') {
                if (-not $Path) { $null = New-Item -ItemType Directory "$target$extension" }
                foreach ($force in $false, $true) {
                    $null = Assert-Failure (Invoke-Captured { $phantom.Truth | Export-SegLabels "$target$extension" -Force:$force }) TargetNotWritable ExportSegLabels
                }
            }
            if (-not $Path) { $null = New-Item -ItemType Directory "$target.ndseg" }
            (Invoke-Captured { $model | Export-SegModel "$target.ndseg" }).Errors.FullyQualifiedErrorId | Should -Be "TargetNotWritable,${prefix}ExportSegModelCommand"
            (Invoke-Captured { Export-SegFigure "$target.png" -Panel $phantom.Image }).Errors.FullyQualifiedErrorId | Should -Be "TargetNotWritable,${prefix}ExportSegFigureCommand"
            Get-FileName $out | Should -HaveCount 0
        }

        It 'leaves no file where a slice of the volume does not fit' {
            $out = New-Folder
            $other = New-SegPhantom 32 32
            $seen = Invoke-Captured { $phantom.Image, $other.Image | Invoke-SegApply $model | Export-SegLabels (Join-Path $out 'a.tif') }
            $seen.Errors.FullyQualifiedErrorId | Should -Match '^VolumeShapeMismatch,'
            Get-FileName $out | Should -HaveCount 0
        }
    }

    Context 'pipelines go on' {
        It 'imports the other files' {
            $bad = Join-Path $TestDrive 'bad.tif'
            Set-Content $bad 'no image'
            $seen = Invoke-Captured { Import-SegImage $slice, $bad, 'gone.tif', $strokes }
            $seen.Output.Source.Path | Should -Be $slice, $strokes
            $seen.Errors.FullyQualifiedErrorId | Should -Be "NotAnImage,${prefix}ImportSegImageCommand", "FileNotFound,${prefix}ImportSegImageCommand"
            $seen.Errors[0].TargetObject | Should -Be $bad
        }

        It 'labels and writes the other images' {
            $scans, $out = (New-Folder), (New-Folder)
            Copy-Item $slice (Join-Path $scans 'a.tif')
            Set-Content (Join-Path $scans 'b.tif') 'no image'
            Write-TestTiff (Join-Path $scans 'c.tif') -Height 20 -Width 20 -Channels 3 -Page (, [byte[]]::new(1200))
            Copy-Item $slice (Join-Path $scans 'd.tif')
            $seen = Invoke-Captured { Get-ChildItem $scans | Import-SegImage | Invoke-SegApply $modelFile | Export-SegLabels -Directory $out }
            $seen.Errors | Should -HaveCount 2
            Get-FileName $out | Should -Be 'a_labels.tif', 'd_labels.tif'
        }

        It 'measures the other maps, trains the other models, loads the other files' {
            $small = New-SegPhantom 32 32
            $seen = Invoke-Captured { $phantom.Truth, $small.Truth, $phantom.Strokes | Measure-SegAccuracy -Truth $phantom.Truth }
            $seen.Output | Should -HaveCount 2
            $seen.Errors | Should -HaveCount 1
            $seen = Invoke-Captured { Import-SegModel $modelFile, $slice, $modelFile }
            $seen.Output | Should -HaveCount 2
            $seen.Errors.FullyQualifiedErrorId | Should -Be "CorruptModel,${prefix}ImportSegModelCommand"
        }

        It 'ends at the first one with -ErrorAction Stop' {
            $seen = Invoke-Captured { Import-SegImage 'gone.tif', $slice -ErrorAction Stop }
            $seen.Output | Should -HaveCount 0
            $seen.Errors | Should -HaveCount 1
        }
    }

    Context 'what the user sees' {
        It 'shows finding and remedy at the prompt' {
            $text = Invoke-InProcess "Import-Module '$modulePath'; `$ErrorActionPreference = 'Continue'; `$ErrorView = 'ConciseView'; `$PSStyle.OutputRendering = 'PlainText'; (Import-SegImage none.tif 2>&1 | Out-String -Width 500)"
            $all = $text -join ' '
            $all | Should -Match "Expected a file at 'none.tif', found none"
            $all | Should -Match 'Check the path'
        }

        It 'keeps finding and remedy in the record' {
            $record = (Invoke-Captured { Import-SegImage none.tif }).Errors[0]
            $record.ErrorDetails.Message | Should -BeLike "Expected a file at 'none.tif', found none.*"
            $record.Exception.Message | Should -Match 'Check the path'
        }
    }
}
