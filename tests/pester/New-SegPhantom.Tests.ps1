Describe 'New-SegPhantom' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom -Height 96 -Width 80 -Seed 1
    }

    It 'makes image, strokes, truth and extra channels of the size asked for' {
        $phantom.Image.Shape | Should -Be '96 x 80'
        $phantom.Image.PixelType | Should -Be 'UInt8'
        $phantom.Strokes.Shape | Should -Be '96 x 80'
        $phantom.Truth.Shape | Should -Be '96 x 80'
        $phantom.Extras.Shape | Should -Be '96 x 80 x 6'
        $phantom.Extras.ChannelNames | Should -HaveCount 6
    }

    It 'takes height and width by position, 512 x 512 by default' {
        (New-SegPhantom 40 50).Image.Shape | Should -Be '40 x 50'
        (New-SegPhantom).Image.Shape | Should -Be '512 x 512'
    }

    It 'labels every pixel of the truth with one of six classes, all of which occur' {
        $counts = $phantom.Truth.CountPixels()
        $counts | Should -HaveCount 7
        $counts[0] | Should -Be 0
        ($counts[1..6] | Measure-Object -Sum).Sum | Should -Be (96 * 80)
        $counts[1..6] | ForEach-Object { $_ | Should -BeGreaterThan 0 }
    }

    It 'paints sparse strokes of all classes that agree with the truth' {
        $truth = Get-LabelValue $phantom.Truth
        $strokes = Get-LabelValue $phantom.Strokes
        $painted = @(0..($truth.Length - 1) | Where-Object { $strokes[$_] -ne 0 })
        $painted.Count | Should -BeGreaterThan 60
        $painted.Count | Should -BeLessThan (96 * 80 / 4)
        @($painted | Where-Object { $strokes[$_] -ne $truth[$_] }) | Should -HaveCount 0
        @($painted | ForEach-Object { $strokes[$_] } | Sort-Object -Unique) | Should -Be (1..6)
    }

    It 'gives the same samples for the same seed and others for another' {
        $again = New-SegPhantom -Height 96 -Width 80 -Seed 1
        $other = New-SegPhantom -Height 96 -Width 80 -Seed 2
        [Convert]::ToHexString($again.Image.Plane(0)) | Should -Be ([Convert]::ToHexString($phantom.Image.Plane(0)))
        [Convert]::ToHexString($other.Image.Plane(0)) | Should -Not -Be ([Convert]::ToHexString($phantom.Image.Plane(0)))
        (Get-LabelValue $again.Strokes) -join ',' | Should -Be ((Get-LabelValue $phantom.Strokes) -join ',')
        $again.Extras.Plane(3) -join ',' | Should -Be ($phantom.Extras.Plane(3) -join ',')
    }

    It 'refuses a size below 32' {
        { New-SegPhantom -Height 31 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,NDSeg.PowerShell.Commands.NewSegPhantomCommand'
    }

    It 'describes a volume whose slices are made when they are read' {
        $volume = New-SegPhantom -Depth 24 -Height 80 -Width 64 -VoxelSize 2, 1, 0.5 -VoxelUnit nm -Seed 2
        $volume.Image.Shape | Should -Be '24 x 80 x 64'
        $volume.Image.PixelType | Should -Be 'UInt8'
        $volume.Truth.Classes.Name | Should -Be 'Matrix', 'Sheet', 'Rod', 'Grain'
        "$($volume.Strokes.VoxelSize)" | Should -Be '2 x 1 x 0.5 nm'
        $volume.PaintedSlices | Should -HaveCount 5
        $volume.Strokes.ReadSlice($volume.PaintedSlices[0]).CountPixels()[0] | Should -BeLessThan (80 * 64)
        $volume.Strokes.ReadSlice($volume.PaintedSlices[0] + 1).CountPixels()[0] | Should -Be (80 * 64)
        $slice = $volume.Image.ReadSlice(5)
        $slice.Slice | Should -Be 5
        $slice.Series.Count | Should -Be 24
        (New-SegPhantom -Depth 24).Image.Shape | Should -Be '24 x 128 x 128'
    }

    It 'gives a volume of the same bytes for the same seed' {
        $a, $b, $c = 4, 4, 5 | ForEach-Object { (New-SegPhantom -Depth 16 -Height 64 -Width 64 -Seed $_).Image.ReadSlice(9).Plane(0) -join ',' }
        $b | Should -Be $a
        $c | Should -Not -Be $a
    }

    It 'refuses volumes that are too small, and voxel sizes that make no sense' {
        { New-SegPhantom -Depth 15 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        (Invoke-Captured { New-SegPhantom -Depth 16 -Height 63 -Width 64 }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidPhantomSize,*'
        (Invoke-Captured { New-SegPhantom -Depth 16 -VoxelSize 1, 0, 1 }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidVoxelSize,*'
        { New-SegPhantom -VoxelSize 1, 1, 1 } | Should -Throw -ErrorId 'MissingMandatoryParameter,*'
    }
}
