Describe 'Import-SegImage' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $folder = Join-Path $TestDrive 'images'
        $phantom = Write-PhantomFile $folder
        $slice = Join-Path $folder 'slice.tif'
        $stack = Join-Path $folder 'stack.tif'
        $pages = foreach ($p in 0..4) { , [byte[]](0..11 | ForEach-Object { 20 * $p + $_ }) }
        Write-TestTiff $stack -Height 3 -Width 4 -Page $pages
    }

    It 'reads the samples as stored' {
        $image = Import-SegImage $slice
        $image | Should -BeOfType 'NDSeg.Images.SegImage'
        $image.Shape | Should -Be '96 x 80'
        $image.PixelType | Should -Be 'UInt8'
        $image.Source.Path | Should -Be $slice
        [Convert]::ToHexString($image.Plane(0)) | Should -Be ([Convert]::ToHexString($phantom.Image.Plane(0)))
    }

    It 'reads through the links and virtual datasets of a master, and names a data file that is missing' {
        Copy-Item "$repositoryRoot/tests/NDSeg.IO.Tests/Fixtures/virtual*.h5" $TestDrive
        $master = Join-Path $TestDrive 'virtual.h5'
        $frames = @(Import-SegImage $master -Dataset frames -Axis 0)
        $frames | Should -HaveCount 3
        $frames[2].Plane(0)[8] | Should -Be 56
        @(Import-SegImage $master -Dataset link -Axis 0) | Should -HaveCount 6
        @(Import-SegImage $master -Dataset endless -Axis 0)[0].Plane(0)[0] | Should -Be 3
        Remove-Item (Join-Path $TestDrive 'virtual_source.h5')
        foreach ($dataset in 'link', 'frames') {
            $problem = { Import-SegImage $master -Dataset $dataset -Axis 0 -ErrorAction Stop } | Should -Throw -PassThru
            $problem.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
            $problem.Exception.Message | Should -BeLike "*'virtual_source.h5'*"
        }
    }

    It 'reads 16-bit, float and RGB samples' {
        $path = Join-Path $TestDrive 'values.tif'
        Write-TestTiff $path -Height 2 -Width 2 -Page (, @(0, 1, 256, 65535)) -Type UInt16
        $image = Import-SegImage $path
        $image.PixelType | Should -Be 'UInt16'
        $image.Plane(0) | Should -Be 0, 1, 256, 65535
        Write-TestTiff $path -Height 1 -Width 3 -Page (, @(-1.5, 0, 2.25)) -Type Float32
        (Import-SegImage $path).Plane(0) | Should -Be -1.5, 0, 2.25
        Write-TestTiff $path -Height 1 -Width 2 -Page (, @(1, 2, 3, 4, 5, 6)) -Channels 3
        $image = Import-SegImage $path
        $image.Channels | Should -Be 3
        $image.Plane(0) | Should -Be 1, 4
        $image.Plane(2) | Should -Be 3, 6
    }

    It 'streams the pages of a stack' {
        $images = @(Import-SegImage $stack)
        $images | Should -HaveCount 5
        $images.Source.SliceIndex | Should -Be (0..4)
        $images | ForEach-Object { $_.Source.SliceCount | Should -Be 5 }
        $images[3].Plane(0)[0] | Should -Be 60
    }

    It 'reads the slices <Slice>' -ForEach @(
        @{ Slice = '2'; Expected = 2 }
        @{ Slice = '1-2', '4'; Expected = 1, 2, 4 }
        @{ Slice = '3-'; Expected = 3, 4 }
        @{ Slice = '-1'; Expected = 0, 1 }
    ) {
        $images = @(Import-SegImage $stack -Slice $Slice)
        $images.Source.SliceIndex | Should -Be $Expected
        $images | ForEach-Object { $_.Plane(0)[1] | Should -Be (20 * $_.Source.SliceIndex + 1) }
    }

    It 'stops reading when the pipeline has enough' {
        $image = Import-SegImage $stack | Select-Object -First 1
        $image.Source.SliceIndex | Should -Be 0
    }

    It 'takes wildcards, several paths, and paths from the pipeline' {
        @(Import-SegImage (Join-Path $folder 's*.tif')) | Should -HaveCount 7
        @(Import-SegImage $slice, $stack) | Should -HaveCount 6
        @($slice, $stack | Import-SegImage) | Should -HaveCount 6
        @(Get-ChildItem $folder -Filter slice.tif | Import-SegImage).Source.Path | Should -Be $slice
        @(Get-Item $stack | Import-SegImage -Slice 1).Plane(0)[0] | Should -Be 20
    }

    It 'reads the files of a folder in order of their names' {
        $images = @(Import-SegImage $folder -Slice 0)
        $images.Source.Path | ForEach-Object { Split-Path $_ -Leaf } | Should -Be 'slice.tif', 'stack.tif', 'strokes.tif', 'truth.tif'
    }

    It 'takes characters that are wildcards literally with -LiteralPath' {
        $odd = Join-Path $TestDrive 'a[1].tif'
        Copy-Item -LiteralPath $slice $odd
        (Import-SegImage -LiteralPath $odd).Source.Path | Should -Be $odd
        (Get-Item -LiteralPath $odd | Import-SegImage).Source.Path | Should -Be $odd
        { Import-SegImage $odd } | Should -Throw -ErrorId 'FileNotFound*'
    }

    It 'resolves relative paths against the location of the session, and drives of the provider' {
        Push-Location $folder
        try { (Import-SegImage ./slice.tif).Source.Path | Should -Be $slice } finally { Pop-Location }
        (Import-SegImage TestDrive:/images/slice.tif).Shape | Should -Be '96 x 80'
    }

    It 'tells format, slices, shape and type with -Verbose' {
        (Invoke-Captured { Import-SegImage $stack -Verbose }).Verbose | Should -Contain 'stack.tif: TIFF, 5 slices of 3 x 4 x 1, UInt8'
    }

    It 'reads the dataset asked for from HDF5' {
        $file = Get-SharedFile 'data/formats/arrays.h5'
        (Import-SegImage $file -Dataset chunked_gzip).Shape | Should -Be '67 x 91'
        (Import-SegImage $file -Dataset entry/data/data).PixelType | Should -Be 'UInt8'
        @(Import-SegImage $file -Dataset volume_zyx -Axis 0) | Should -HaveCount 4
        (Import-SegImage $file -Dataset channels_last -ChannelAxis 2).Shape | Should -Be '67 x 91 x 3'
        (Import-SegImage $file -Dataset channels_last -ChannelAxis -1).Channels | Should -Be 3
    }

    It 'reads <Name> as <Type>' -ForEach @(
        @{ Name = 'gray8_lzw'; Type = 'UInt8' }
        @{ Name = 'gray8_packbits'; Type = 'UInt8' }
        @{ Name = 'gray8_deflate_predictor'; Type = 'UInt8' }
        @{ Name = 'gray16_bigendian'; Type = 'UInt16' }
        @{ Name = 'gray16_lzw_predictor_bigendian'; Type = 'UInt16' }
        @{ Name = 'odd_tile_16'; Type = 'UInt16' }
        @{ Name = 'uint32'; Type = 'UInt32' }
        @{ Name = 'int16_signed'; Type = 'Int16' }
        @{ Name = 'float16'; Type = 'Float16' }
        @{ Name = 'float32_predictor3_tiled'; Type = 'Float32' }
        @{ Name = 'float64'; Type = 'Float64' }
        @{ Name = 'bilevel_1bit'; Type = 'Bilevel' }
    ) {
        $image = Import-SegImage (Get-SharedFile "data/formats/$Name.tif")
        $image.Shape | Should -Be '67 x 91'
        $image.PixelType | Should -Be $Type
        # The same picture in every file: where the 8-bit one is clearly brighter, the other is not darker.
        $grey = (Import-SegImage (Get-SharedFile 'data/formats/gray8_strips.tif')).Plane(0)
        $plane = $image.Plane(0)
        $compared = 0
        for ($i = 0; $i -lt 6000; $i += 13) {
            if ([Math]::Abs($grey[$i] - $grey[$i + 97]) -gt 2) {
                $compared++
                ([double]$plane[$i] -ge [double]$plane[$i + 97]) -eq ($grey[$i] -ge $grey[$i + 97]) -or [double]$plane[$i] -eq [double]$plane[$i + 97] | Should -BeTrue
            }
        }
        $compared | Should -BeGreaterThan 100
        @($plane | Sort-Object -Unique).Count | Should -BeGreaterThan 1
    }
}
