Describe 'Export-SegImage' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 40 48
        $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $result = $phantom.Image | Invoke-SegApply $model -Probability -Uncertainty
        $features = $phantom.Image | Get-SegFeatures
    }

    AfterAll { $features.Dispose() }

    It 'writes the chosen maps of a stack to <_>' -ForEach 'tif', 'h5' {
        $file = Join-Path $TestDrive "maps.$_"
        $features | Export-SegImage $file -Map original, 'gaussian_*' -PassThru | Should -Be $file
        $read = @(Import-SegImage $file)
        $planes = if ($_ -eq 'h5') { , $read[0].Plane(5) } else { , $read[5].Plane(0) }
        $planes -join ',' | Should -Be ($features.CopyMap('gaussian_16') -join ',')
    }

    It 'writes probabilities under the names of the classes, and uncertainty' {
        $file = Join-Path $TestDrive 'sure.h5'
        $result | Export-SegImage $file
        $read = Import-SegImage $file
        $read.Channels | Should -Be 8
        $read.Plane(6) -join ',' | Should -Be ($result.Margin -join ',')
    }

    It 'keeps classes of the same name apart' {
        $file = Join-Path $TestDrive 'twins.h5'
        $named = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -ClassName a, b, twin, twin, e, f
        $twins = $phantom.Image | Invoke-SegApply $named -Probability
        $twins | Export-SegImage $file -Map twin
        $read = Import-SegImage $file
        $read.Channels | Should -Be 2
        0, 1 | ForEach-Object { $read.Plane($_) -join ',' | Should -Be ($twins.Probabilities[2 + $_] -join ',') }
    }

    It 'writes an image' {
        $file = Join-Path $TestDrive 'image.tif'
        $phantom.Image | Export-SegImage $file
        (Import-SegImage $file).Plane(0) -join ',' | Should -Be ($phantom.Image.Plane(0) -join ',')
    }

    It 'writes integers as they are, so that a model means the same by them: <_>' -ForEach 'tif', 'h5', 'zarr' {
        $file = Join-Path $TestDrive "bytes.$_"
        $phantom.Image.PixelType | Should -Be UInt8
        $phantom.Image | Export-SegImage $file
        $read = Import-SegImage $file
        $read.PixelType | Should -Be UInt8
        (Compare-SegLabels ($read | Invoke-SegApply $model) $result.Labels).Equal | Should -BeTrue
        $words = [NDSeg.Images.SegImage]::new(1, 2, 'UInt16', [Array[]](, [uint16[]](7, 40000)))
        $words | Export-SegImage $file -Force
        "$((Import-SegImage $file).PixelType) $((Import-SegImage $file).Plane(0))" | Should -Be 'UInt16 7 40000'
        $deep = [NDSeg.Images.SegImage]::new(1, 2, 'Int32', [Array[]](, [int[]](-7, 16777217)))
        $seen = Invoke-Captured { $deep | Export-SegImage $file -Force }
        $seen.Warnings | Should -BeNullOrEmpty
        "$((Import-SegImage $file).PixelType) $((Import-SegImage $file).Plane(0))" | Should -Be 'Int32 -7 16777217'
        # Samples that filters do not divide by anything have to stay so.
        $bits = [NDSeg.Images.SegImage]::new(1, 2, 'Bilevel', [Array[]](, [byte[]](0, 1)))
        $bits | Export-SegImage $file -Force
        "$((Import-SegImage $file).PixelType) $((Import-SegImage $file).Plane(0))" | Should -Be 'Float32 0 1'
        $double = [NDSeg.Images.SegImage]::new(1, 2, 'Float64', [Array[]](, [double[]](0.5, 1)))
        $seen = Invoke-Captured { $double | Export-SegImage $file -Force }
        $seen.Warnings | Should -BeLike '*float32*'
        (Import-SegImage $file).PixelType | Should -Be Float32
    }

    Context 'a volume' {
        BeforeAll {
            $stack = Join-Path $TestDrive 'stack.tif'
            $slices = @(0..3 | ForEach-Object { , (New-SegPhantom 40 48 -Seed $_).Image.Plane(0) })
            Write-TestTiff $stack -Height 40 -Width 48 -Page $slices
            $results = @(Import-SegImage $stack | Invoke-SegApply $model -Probability -Uncertainty)
        }

        It 'becomes one file of the probabilities of every slice: <_>' -ForEach 'tif', 'h5' {
            $file = Join-Path $TestDrive "volume.$_"
            $made = Import-SegImage $stack | Invoke-SegApply $model -Probability -Uncertainty | Export-SegImage $file -Map probability -PassThru
            $made | Should -HaveCount 1
            $made.FullName | Should -Be $file
            $made.SliceCount | Should -Be 4
            $made.MissingSlices | Should -HaveCount 0
            $read = @(Import-SegImage $file)
            $read | Should -HaveCount 4
            $read[0].Channels | Should -Be 6
            foreach ($slice in 0, 3) {
                foreach ($class in 0, 5) { $read[$slice].Plane($class) -join ',' | Should -Be ($results[$slice].Probabilities[$class] -join ',') }
            }
            Get-ChildItem $TestDrive -Force -Filter '.ndseg-*' | Should -HaveCount 0
        }

        It 'takes one map, an image and a stack of maps as well: <_>' -ForEach 'tif', 'h5' {
            $one, $image, $maps = "$TestDrive/stack_one.$_", "$TestDrive/stack_image.$_", "$TestDrive/stack_maps.$_"
            $results | Export-SegImage $one -Map entropy
            @(Import-SegImage $one)[2].Plane(0) -join ',' | Should -Be ($results[2].Entropy -join ',')
            Import-SegImage $stack | Export-SegImage $image
            @(Import-SegImage $image)[1].PixelType | Should -Be UInt8
            @(Import-SegImage $image)[1].Plane(0) -join ',' | Should -Be ($slices[1] -join ',')
            Import-SegImage $stack | Get-SegFeatures | ForEach-Object { $_; $last = $_.CopyMap('gaussian_2') } | Export-SegImage $maps -Map original, gaussian_2
            @(Import-SegImage $maps)[3].Plane(1) -join ',' | Should -Be ($last -join ',')
        }

        It 'that is one object goes into any format, all of it or the channels that are named: <_>' -ForEach 'tif', 'h5', 'zarr' {
            $file = Join-Path $TestDrive "whole.$_"
            $whole = Import-SegImage $stack -As Volume -VoxelSize 2, 1, 1 -VoxelUnit um
            $whole | Export-SegImage $file -Map 'c*'
            $read = Import-SegImage $file -As Volume
            "$($read.Shape) $($read.PixelType) $($read.VoxelSize)" | Should -Be '4 x 40 x 48 UInt8 2 x 1 x 1 µm'
            $read.ReadSlice(1).Plane(0) -join ',' | Should -Be ($slices[1] -join ',')
            (Invoke-Captured { $whole | Export-SegImage $file -Map nosuch -Force }).Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownFeature,*'
            $two = [NDSeg.Images.SegVolume]::FromSlices([NDSeg.Images.SegImage[]]@(0..2 | ForEach-Object {
                        [NDSeg.Images.SegImage]::new(1, 2, 'UInt8', [Array[]]([byte[]](1, $_), [byte[]](7, (10 + $_))), $null, [string[]]('first', 'second'))
                    }))
            $two | Export-SegImage $file -Force
            (Import-SegImage $file -As Volume).Shape | Should -Be '3 x 1 x 2 x 2'
            $two | Export-SegImage $file -Map second -Force
            $read = Import-SegImage $file -As Volume
            "$($read.Shape) $($read.ReadSlice(2).Plane(0))" | Should -Be '3 x 1 x 2 7 12'
        }

        It 'has the names of the classes in it, for h5py and tifffile' {
            $h5, $tif = 'names.h5', 'names.tif' | ForEach-Object { Join-Path $TestDrive $_ }
            $results | Export-SegImage $h5 -Map probability
            $results | Export-SegImage $tif -Map uncertainty
            $python = Get-Item '/usr/bin/python3' -ErrorAction Ignore
            if (-not $python -or -not $(& $python.FullName -c 'import h5py, tifffile; print(1)' 2>$null)) {
                Set-ItResult -Skipped -Because 'no /usr/bin/python3 with h5py and tifffile'
            }
            & $python.FullName -c @"
import h5py, tifffile
data = h5py.File('$h5')['data']
print(data.shape, data.attrs['names'][4])
with tifffile.TiffFile('$tif') as f:
    print(f.series[0].shape, f.series[0].axes, f.is_imagej, f.pages[1].tags['PageName'].value)
"@ | Should -Be '(4, 6, 40, 48) Anode', '(4, 2, 40, 48) ZCYX True entropy'
        }

        It 'fills slices that failed with 0 and tells their numbers' {
            $hurt, $file = 'hurt.tif', 'hurt.h5' | ForEach-Object { Join-Path $TestDrive $_ }
            Write-TestTiff $hurt -Height 40 -Width 48 -Page $slices
            $seen = Invoke-Captured {
                Import-SegImage $hurt -Slice 1-3 | Where-Object { $_.Source.SliceIndex -ne 2 } | Invoke-SegApply $model -Probability | Export-SegImage $file -PassThru
            }
            $seen.Warnings | Should -Match '1 of 3 slices are missing and were filled with 0: 2\.'
            $seen.Output.MissingSlices | Should -Be 2
            $read = @(Import-SegImage $file)
            ($read[1].Plane(0) | Measure-Object -Maximum).Maximum | Should -Be 0
            $read[2].Plane(0) -join ',' | Should -Be ($results[3].Probabilities[0] -join ',')
        }

        It 'refuses slices that do not belong together, and leaves nothing of a volume that was given up' {
            $file = Join-Path $TestDrive 'odd.h5'
            (Invoke-Captured { $results[1, 0] | Export-SegImage $file }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'SliceOrder,*'
            $file = Join-Path $TestDrive 'two.h5'
            (Invoke-Captured { $results + $results | Export-SegImage $file }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile,*'
            $file = Join-Path $TestDrive 'stopped.h5'
            { Import-SegImage $stack | ForEach-Object { if ($_.Source.SliceIndex -eq 2) { throw 'enough' }; $_ } | Export-SegImage $file } | Should -Throw 'enough'
            $file | Should -Not -Exist
            Set-Content $file 'mine'
            $seen = Invoke-Captured { $results | Export-SegImage $file }
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
            Get-Content $file | Should -Be 'mine'
            Get-ChildItem $TestDrive -Force -Filter '.ndseg-*' | Should -HaveCount 0
        }
    }

    It 'refuses what it cannot write' {
        (Invoke-Captured { $features | Export-SegImage (Join-Path $TestDrive 'x.tif') -Map nothing }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'UnknownFeature*'
        (Invoke-Captured { $phantom.Truth | Export-SegImage (Join-Path $TestDrive 'x.tif') }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'NotAnImageObject*'
        (Invoke-Captured { $phantom.Image | Invoke-SegApply $model | Export-SegImage (Join-Path $TestDrive 'x.tif') }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'NoMaps*'
        (Invoke-Captured { $phantom.Image | Export-SegImage (Join-Path $TestDrive 'x.png') }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'UnknownFormat*'
        (Invoke-Captured { $phantom.Image, $phantom.Image | Export-SegImage (Join-Path $TestDrive 'two.tif') }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile*'
        Join-Path $TestDrive 'x.tif' | Should -Not -Exist
        $phantom.Image | Export-SegImage (Join-Path $TestDrive 'what.tif') -WhatIf
        Join-Path $TestDrive 'what.tif' | Should -Not -Exist
    }

    It 'is read by Python in three lines' {
        $python = Get-Item '/usr/bin/python3' -ErrorAction Ignore
        if (-not $python -or -not $(& $python.FullName -c 'import h5py, numpy; print(1)' 2>$null)) {
            Set-ItResult -Skipped -Because 'no /usr/bin/python3 with h5py'
        }
        $file = Join-Path $TestDrive 'python.h5'
        $features | Export-SegImage $file
        $text = & $python.FullName -c @"
import h5py
maps = h5py.File('$file')['data']
print(maps.shape, maps.attrs['names'][1], float(maps[1, 3, 4]))
"@
        $text | Should -BeLike '(58, 40, 48) *gradient_0* *'
        [single]($text -split ' ')[-1] | Should -Be $features.CopyMap('gradient_0')[3 * 48 + 4]
    }
}
