Describe 'Import-SegLabels' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $path = Join-Path $TestDrive 'labels.tif'
        Write-TestTiff $path -Height 2 -Width 4 -Page (, @(0, 85, 170, 255, 85, 85, 0, 255))
    }

    It 'makes a class of every value other than 0, in ascending order' {
        $labels = Import-SegLabels $path
        $labels | Should -BeOfType 'NDSeg.Images.SegLabels'
        $labels.Shape | Should -Be '2 x 4'
        $labels.Classes.Value | Should -Be 85, 170, 255
        $labels.Classes.Name | Should -Be 'class 1', 'class 2', 'class 3'
        $labels.CountPixels() | Should -Be 2, 3, 1, 2
        0..7 | ForEach-Object { $labels.At($_) } | Should -Be 0, 1, 2, 3, 1, 1, 0, 3
        $labels.Item(1, 3) | Should -Be 3
    }

    It 'names classes' {
        (Import-SegLabels $path -ClassName pore, 'solid phase', crack).Classes.Name | Should -Be 'pore', 'solid phase', 'crack'
    }

    It 'reads colours as classes, black as unlabelled' {
        $rgb = Join-Path $TestDrive 'rgb.tif'
        Write-TestTiff $rgb -Height 1 -Width 4 -Channels 3 -Page (, @(255, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0))
        $labels = Import-SegLabels $rgb
        $labels.Classes | Should -HaveCount 2
        $labels.Encoding | Should -Not -Be 'Indexed'
        $labels.At(0) | Should -Be $labels.At(3)
        $labels.At(1) | Should -Be 0
        @($labels.Classes | Where-Object Index -EQ $labels.At(0)).Color.ToString() | Should -Be '#ff0000'
    }

    It 'streams the slices of a label volume with one list of classes' {
        $stack = Join-Path $TestDrive 'stack.tif'
        Write-TestTiff $stack -Height 1 -Width 2 -Page @((0, 3), (7, 7), (3, 0))
        $slices = @(Import-SegLabels $stack)
        $slices | Should -HaveCount 3
        $slices | ForEach-Object { $_.Classes.Value | Should -Be 3, 7 }
        $slices[1].CountPixels() | Should -Be 0, 0, 2
        (Import-SegLabels $stack -Slice 2).CountPixels() | Should -Be 1, 1
    }

    It 'makes one volume of files of one slice each' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'layers')).FullName
        Write-TestTiff "$folder/layer_9.tif" -Height 1 -Width 2 -Page (, @(3, 0))
        Write-TestTiff "$folder/layer_10.tif" -Height 1 -Width 2 -Page (, @(7, 5))
        foreach ($volume in @(Import-SegLabels $folder -As Volume), @(Import-SegLabels "$folder/layer_9.tif", "$folder/layer_10.tif" -As Volume)) {
            $volume | Should -HaveCount 1
            $volume.Shape | Should -Be '2 x 1 x 2'
            $volume.Classes.Value | Should -Be 3, 5, 7
            Get-LabelValue $volume.ReadSlice(0) | Should -Be 3, 0
            Get-LabelValue $volume.ReadSlice(1) | Should -Be 7, 5
            $volume.ReadSlice(1).Slice | Should -Be 1
        }
        (Import-SegLabels $folder -As Volume -ClassName pore, 'solid phase', crack -VoxelSize 2, 1, 1).Classes.Name | Should -Be 'pore', 'solid phase', 'crack'
        (Import-SegLabels "$folder/layer_9.tif" -As Volume).Path | Should -BeLike '*layer_9.tif'
        Write-TestTiff "$folder/layer_11.tif" -Height 1 -Width 3 -Page (, @(7, 5, 1))
        $seen = Invoke-Captured { Import-SegLabels $folder -As Volume }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SliceShapeMismatch,*'
        $seen.Errors[0] | Should -BeLike '*layer_11.tif*'
    }

    It 'keeps values beyond 255' {
        $wide = Join-Path $TestDrive 'wide.tif'
        Write-TestTiff $wide -Height 1 -Width 3 -Type UInt16 -Page (, @(0, 300, 65535))
        (Import-SegLabels $wide).Classes.Value | Should -Be 300, 65535
    }

    It 'reads real strokes of <Name>' -ForEach @(
        @{ Name = 'data/sem/0_labels.tif'; Values = 85, 170, 255 }
        @{ Name = 'data/sem/3_labels.tif'; Values = 127, 255 }
        @{ Name = 'data/battery/Battery_21700_labels.tif'; Values = 1, 2, 3, 4, 5, 6 }
    ) {
        (Import-SegLabels (Get-SharedFile $Name)).Classes.Value | Should -Be $Values
    }

    It 'counts 974 painted pixels on the battery' {
        $labels = Import-SegLabels (Get-SharedFile 'data/battery/Battery_21700_labels.tif')
        ($labels.CountPixels() | Select-Object -Skip 1 | Measure-Object -Sum).Sum | Should -Be 974
    }
}
