Describe 'Export-SegLabels' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data -Height 40 -Width 48
        $truth = Get-LabelValue $phantom.Truth
        $painted = Join-Path $TestDrive 'painted.tif'
        Write-TestTiff $painted -Height 2 -Width 3 -Page (, @(0, 85, 170, 255, 85, 0))
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $modelFile = Join-Path $TestDrive 'model.ndseg'
        $model | Export-SegModel $modelFile
        $stack = Join-Path $TestDrive 'stack.tif'
        $pages = foreach ($seed in 1..3) { , (New-SegPhantom 40 48 -Seed $seed).Image.Plane(0) }
        Write-TestTiff $stack -Height 40 -Width 48 -Page $pages
        function New-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
    }

    It 'writes <_> files that hold the values' -ForEach 'tif', 'png', 'h5' {
        $file = Join-Path $TestDrive "truth.$_"
        $phantom.Truth | Export-SegLabels $file | Should -BeNullOrEmpty
        $image = Import-SegImage $file
        $image.Shape | Should -Be '40 x 48'
        $image.PixelType | Should -Be 'UInt8'
        $image.Plane(0) -join ',' | Should -Be ($truth -join ',')
        (Compare-SegLabels $phantom.Truth $file).Equal | Should -BeTrue
    }

    It 'gives classes back the values they had' {
        $file = Join-Path $TestDrive 'values.tif'
        Import-SegLabels $painted | Export-SegLabels $file
        (Import-SegImage $file).Plane(0) | Should -Be 0, 85, 170, 255, 85, 0
    }

    It 'gives classes back the colours they had' {
        $colours = Join-Path $TestDrive 'colours.tif'
        $samples = 255, 0, 0, 0, 0, 0, 10, 20, 30, 255, 0, 0
        Write-TestTiff $colours -Height 1 -Width 4 -Channels 3 -Page (, $samples)
        foreach ($extension in 'tif', 'png') {
            $file = Join-Path $TestDrive "colours_out.$extension"
            Import-SegLabels $colours | Export-SegLabels $file
            $image = Import-SegImage $file
            $image.Channels | Should -Be 3
            $image.Plane(0) | Should -Be 255, 0, 10, 255
            $image.Plane(1) | Should -Be 0, 0, 20, 0
            $image.Plane(2) | Should -Be 0, 0, 30, 0
        }
    }

    It 'writes 16 bits where values need them' {
        $wide = Join-Path $TestDrive 'wide.tif'
        Write-TestTiff $wide -Height 1 -Width 3 -Type UInt16 -Page (, @(0, 300, 7))
        $file = Join-Path $TestDrive 'wide_out.tif'
        Import-SegLabels $wide | Export-SegLabels $file
        $image = Import-SegImage $file
        $image.PixelType | Should -Be 'UInt16'
        $image.Plane(0) | Should -Be 0, 300, 7
    }

    It 'takes segmentations and paths' {
        $file = Join-Path $TestDrive 'segmentation.tif'
        $result = $phantom.Image | Invoke-SegApply $model
        $result | Export-SegLabels $file
        (Import-SegImage $file).Plane(0) -join ',' | Should -Be ((Get-LabelValue $result) -join ',')
        Export-SegLabels (Join-Path $TestDrive 'copy.tif') -Labels $painted
        (Import-SegImage (Join-Path $TestDrive 'copy.tif')).Plane(0) | Should -Be 0, 85, 170, 255, 85, 0
    }

    It 'refuses to overwrite without -Force, keeps the old file, and overwrites with it' {
        $file = Join-Path $TestDrive 'exists.tif'
        Set-Content $file 'mine'
        { $phantom.Truth | Export-SegLabels $file } | Should -Throw -ErrorId 'TargetExists,NDSeg.PowerShell.Commands.ExportSegLabelsCommand' -ExpectedMessage "*'$file'*"
        Get-Content $file | Should -Be 'mine'
        $phantom.Truth | Export-SegLabels $file -Force
        (Import-SegImage $file).Shape | Should -Be '40 x 48'
    }

    It 'names files in a folder after their images and makes the folder' {
        $out = Join-Path (New-Folder) 'deep/er'
        Import-SegImage (Join-Path $data 'slice.tif') | Invoke-SegApply $model | Export-SegLabels -Directory $out
        Get-FileName $out | Should -Be 'slice_labels.tif'
        Import-SegImage (Join-Path $data 'slice.tif') | Invoke-SegApply $model | Export-SegLabels -Directory $out -Suffix '-seg' -Format Png
        Get-FileName $out | Should -Be 'slice_labels.tif', 'slice-seg.png'
    }

    It 'gives the whole volume: <Name>' -ForEach @(
        @{ Name = 'results from a variable'; Extension = 'tif'; Pipeline = { $results = foreach ($n in 0..2) { Import-SegImage $stack -Slice $n | Invoke-SegApply $model }; $results | Export-SegLabels $file } }
        @{ Name = 'results from a variable, HDF5'; Extension = 'h5'; Pipeline = { $results = foreach ($n in 0..2) { Import-SegImage $stack -Slice $n | Invoke-SegApply $model }; $results | Export-SegLabels $file } }
        @{ Name = 'a label volume, copied'; Extension = 'tif'; Pipeline = { Import-SegLabels $whole | Export-SegLabels $file } }
        @{ Name = 'a label volume, cleaned'; Extension = 'tif'; Pipeline = { Import-SegLabels $whole | Optimize-SegLabels -MinimumRegionSize 1 | Export-SegLabels $file } }
        @{ Name = 'a folder of label slices'; Extension = 'tif'; Pipeline = { Get-ChildItem $slices -Filter *.tif | Sort-Object Name | Import-SegLabels | Export-SegLabels $file } }
        @{ Name = 'paths of label slices'; Extension = 'tif'; Pipeline = { Get-ChildItem $slices -Filter *.tif | Sort-Object Name | Export-SegLabels $file -Provenance Both } }
    ) {
        $out = New-Folder
        $whole = Join-Path $out 'whole.tif'
        $slices = Join-Path $out 'slices'
        Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels $whole
        Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels -Directory $slices -PerSlice
        $file = Join-Path $out "copy.$Extension"
        $seen = Invoke-Captured $Pipeline
        $seen.Errors | Should -HaveCount 0
        $axis = if ($Extension -eq 'h5') { @{ Axis = 0 } } else { @{} }
        $copy = @(Import-SegImage $file @axis)
        $copy | Should -HaveCount 3
        $expected = @(Import-SegImage $whole)
        0..2 | ForEach-Object { $copy[$_].Plane(0) -join ',' | Should -Be ($expected[$_].Plane(0) -join ',') }
    }

    It 'names every input of a volume that was stacked from several files, and all classes' {
        $out = New-Folder
        Write-TestTiff (Join-Path $out 'a.tif') -Height 1 -Width 2 -Page (, @(0, 1))
        Write-TestTiff (Join-Path $out 'b.tif') -Height 1 -Width 2 -Type UInt16 -Page (, @(2, 700))
        'a.tif', 'b.tif' | ForEach-Object { Join-Path $out $_ } | Import-SegLabels | Export-SegLabels (Join-Path $out 'v.tif') -Provenance Both
        foreach ($account in (Get-SegProvenance (Join-Path $out 'v.tif')), (Get-Content (Join-Path $out 'v.tif.json') -Raw | ConvertFrom-Json)) {
            $account.inputs.name | Should -Be 'a.tif', 'b.tif'
            $account.inputs[1].sha256 | Should -Be (Get-FileHash (Join-Path $out 'b.tif')).Hash
            $account.classes.value | Should -Be 1, 2, 700
        }
        $pages = @(Import-SegImage (Join-Path $out 'v.tif'))
        $pages[0].Plane(0) | Should -Be 0, 1
        $pages[1].Plane(0) | Should -Be 2, 700
    }

    It 'leaves no file that looks like the whole when results do not belong together: <_>' -ForEach 'png', 'tif' {
        $out = New-Folder
        $file = Join-Path $out "v.$_"
        $results = if ($_ -eq 'png') { foreach ($n in 0..2) { Import-SegImage $stack -Slice $n | Invoke-SegApply $model } } else { @(Import-SegImage $stack | Invoke-SegApply $model) * 2 }
        $seen = Invoke-Captured { $results | Export-SegLabels $file }
        $seen.Errors | Should -HaveCount 1
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile,*'
        Get-FileName $out | Should -HaveCount 0
    }

    It 'keeps results of images with the same name in different folders apart' {
        $in = New-Folder
        foreach ($folder in 'one', 'two') {
            $null = New-Item -ItemType Directory (Join-Path $in $folder)
            Copy-Item $painted (Join-Path $in "$folder/scan.tif")
        }
        $files = @(Get-ChildItem $in -Recurse -Filter *.tif)
        $out = New-Folder
        $seen = Invoke-Captured { $files | Import-SegLabels | Export-SegLabels -Directory $out }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile,*'
        $seen.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*-RelativeTo*-NewName*'

        $out = New-Folder
        $files | Import-SegLabels | Export-SegLabels -Directory $out -RelativeTo $in
        Get-FileName $out | Should -Be (@('one/scan_labels.tif', 'two/scan_labels.tif') | ForEach-Object { $_.Replace('/', [IO.Path]::DirectorySeparatorChar) })

        $out = New-Folder
        $files | Import-SegLabels | Export-SegLabels -Directory $out -NewName { (Split-Path (Split-Path $_.Source.Path) -Leaf) + '.tif' }
        Get-FileName $out | Should -Be 'one.tif', 'two.tif'

        { Import-SegLabels $files[0] | Export-SegLabels -Directory $out -NewName { '../mine.tif' } } | Should -Throw -ErrorId 'InvalidName,*'
        { Import-SegLabels $files[0] | Export-SegLabels -Directory $out -RelativeTo $out } | Should -Throw -ErrorId 'OutsideFolder,*'
    }

    It 'touches nothing of others: <_>' -ForEach '-WhatIf', '-Force', '-Resume', '-Resume -Force' {
        $out = New-Folder
        $file = Join-Path $out 'v.tif'
        $mine = New-Item -ItemType Directory "$file.partial"
        Set-Content (Join-Path $mine 'thesis.txt') 'mine'
        Set-Content (Join-Path $mine 'lock') 'mine'
        $seen = Invoke-Captured ([scriptblock]::Create("Import-SegImage '$stack' -ResumeFrom '$file' | Invoke-SegApply '$modelFile' | Export-SegLabels '$file' $_"))
        if ($_ -ne '-WhatIf') { $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'PartialNotOurs,*' }
        Get-FileName $out | Should -Be (@('v.tif.partial/lock', 'v.tif.partial/thesis.txt') | ForEach-Object { $_.Replace('/', [IO.Path]::DirectorySeparatorChar) })
    }

    It 'removes no remainder under -WhatIf' {
        $out = New-Folder
        $file = Join-Path $out 'v.tif'
        $script:seen = 0
        $null = Invoke-Captured { Import-SegImage $stack | Invoke-SegApply $modelFile | ForEach-Object { if ($script:seen++ -eq 2) { throw 'power cut' }; $_ } | Export-SegLabels $file -Resume }
        $before = Get-FileName $out
        $before | Should -Not -HaveCount 0
        Import-SegImage $stack | Invoke-SegApply $modelFile | Export-SegLabels $file -WhatIf
        Import-SegImage $stack | Invoke-SegApply $modelFile | Export-SegLabels $file -Force -WhatIf
        Get-FileName $out | Should -Be $before
    }

    It 'writes the slices of a volume into one file with a page each' {
        $file = Join-Path $TestDrive 'volume_labels.tif'
        $made = Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels $file -PassThru
        $made.FullName | Should -Be $file
        $made.SliceCount | Should -Be 3
        $made.MissingSlices | Should -HaveCount 0
        $pages = @(Import-SegImage $file)
        $pages | Should -HaveCount 3
        $expected = @(Import-SegImage $stack | Invoke-SegApply $model)
        0..2 | ForEach-Object { $pages[$_].Plane(0) -join ',' | Should -Be ((Get-LabelValue $expected[$_]) -join ',') }
        Get-ChildItem $TestDrive -Force -Filter 'volume_labels*' | Should -HaveCount 1
    }

    It 'writes a volume into one HDF5 dataset' {
        $file = Join-Path $TestDrive 'volume_labels.h5'
        Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels $file -Dataset seg/result
        $slices = @(Import-SegImage $file -Dataset seg/result -Axis 0)
        $slices | Should -HaveCount 3
        $slices[2].Plane(0) -join ',' | Should -Be ((Get-LabelValue (Import-SegImage $stack -Slice 2 | Invoke-SegApply $model)) -join ',')
    }

    It 'writes one file for each slice with -PerSlice' {
        $out = New-Folder
        Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels -Directory $out -PerSlice
        Get-FileName $out | Should -Be 'stack_0000_labels.tif', 'stack_0001_labels.tif', 'stack_0002_labels.tif'
    }

    It 'continues a volume that was interrupted, with the bytes of an uninterrupted run' {
        $out = New-Folder
        $whole, $resumed = 'whole.tif', 'resumed.tif' | ForEach-Object { Join-Path $out $_ }
        Import-SegImage $stack | Invoke-SegApply $modelFile | Export-SegLabels $whole
        $script:seen = 0
        Invoke-Captured { Import-SegImage $stack | Invoke-SegApply $modelFile | ForEach-Object { if ($script:seen++ -eq 2) { throw 'power cut' }; $_ } | Export-SegLabels $resumed -Resume } |
            ForEach-Object { $_.Errors | Should -HaveCount 1 }
        Test-Path $resumed | Should -BeFalse
        $left = @(Import-SegImage $stack -ResumeFrom $resumed)
        $left.Count | Should -BeLessThan 3
        $left | Invoke-SegApply $modelFile | Export-SegLabels $resumed -Resume
        (Get-FileHash $resumed).Hash | Should -Be (Get-FileHash $whole).Hash
        Get-FileName $out | Should -Be 'resumed.tif', 'whole.tif'
    }

    It 'writes an account of how the labels were made beside them' {
        $out = New-Folder
        Import-SegImage (Join-Path $data 'slice.tif') | Invoke-SegApply $modelFile | Export-SegLabels (Join-Path $out 'a.tif') -Provenance Sidecar
        Get-FileName $out | Should -Be 'a.tif', 'a.tif.json'
        $account = Get-Content (Join-Path $out 'a.tif.json') -Raw | ConvertFrom-Json
        $account.input.sha256 | Should -Be (Get-FileHash (Join-Path $data 'slice.tif')).Hash
        $account.model.sha256 | Should -Be (Get-FileHash $modelFile).Hash
        $account.ndseg | Should -Match '^\d+\.\d+\.\d+'
        $account.device | Should -Be 'cpu'
    }

    It 'names the input that was read, not one that took its place since' {
        $out = New-Folder
        $file = Join-Path $out 'in.tif'
        Copy-Item (Join-Path $data 'slice.tif') $file
        $read = (Get-FileHash $file).Hash
        $result = Import-SegImage $file | Invoke-SegApply $modelFile
        Copy-Item (Join-Path $data 'truth.tif') (Join-Path $out 'new.tif')
        Move-Item (Join-Path $out 'new.tif') $file -Force
        $result | Export-SegLabels (Join-Path $out 'a.tif') -Provenance Both
        (Get-Content (Join-Path $out 'a.tif.json') -Raw | ConvertFrom-Json).input.sha256 | Should -Be $read
        (Get-FileHash $file).Hash | Should -Not -Be $read
    }

    It 'writes probabilities and uncertainty as float maps beside the labels' {
        $out = New-Folder
        $result = $phantom.Image | Invoke-SegApply $model -Probability -Uncertainty
        $result | Export-SegLabels (Join-Path $out 'a.tif') -Probability -Uncertainty
        Get-FileName $out | Should -Be 'a_probability.tif', 'a_uncertainty.tif', 'a.tif'
        $maps = @(Import-SegImage (Join-Path $out 'a_probability.tif'))
        $maps | Should -HaveCount 6
        $maps[0].PixelType | Should -Be 'Float32'
        $maps[4].Plane(0) -join ',' | Should -Be ($result.Probabilities[4] -join ',')
        @(Import-SegImage (Join-Path $out 'a_uncertainty.tif'))[1].Plane(0) -join ',' | Should -Be ($result.Entropy -join ',')
    }

    It 'says what is missing for -Probability' {
        $result = $phantom.Image | Invoke-SegApply $model
        { $result | Export-SegLabels (Join-Path $TestDrive 'p.tif') -Probability } | Should -Throw -ErrorId 'NoProbability*'
    }

    It 'refuses an unknown extension' {
        { $phantom.Truth | Export-SegLabels (Join-Path $TestDrive 'a.bmp') } | Should -Throw -ErrorId 'UnknownFormat*' -ExpectedMessage '*.tif*'
        Test-Path (Join-Path $TestDrive 'a.bmp') | Should -BeFalse
    }
}
