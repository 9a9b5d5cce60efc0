Describe 'Measure-SegPhase' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $file = Join-Path $TestDrive 'phases.tif'
        Write-TestTiff $file -Height 2 -Width 5 -Page (, @(0, 0, 10, 10, 10, 20, 20, 20, 20, 30))
    }

    It 'gives pixels and share of the labelled pixels for every class' {
        $phases = @(Measure-SegPhase $file)
        $phases | Should -HaveCount 3
        $phases.Value | Should -Be 10, 20, 30
        $phases.Pixels | Should -Be 3, 4, 1
        $phases.Fraction | Should -Be (3 / 8), (4 / 8), (1 / 8)
        $phases.Source | Should -Be 'phases.tif', 'phases.tif', 'phases.tif'
    }

    It 'gives no area where the file has no pixel size' {
        @(Measure-SegPhase $file).Area | ForEach-Object { $_ | Should -BeNullOrEmpty }
    }

    It 'gives areas and volumes a size with its unit, in every form' {
        $solid = (New-SegPhantom -Depth 16 -Height 64 -Width 64 -VoxelSize 2, 1, 1 -VoxelUnit um).Truth | Measure-SegPhase
        $solid.Size | Should -Be $solid.Volume
        $solid[0].Size | Should -Be (2 * $solid[0].Pixels)
        $solid[0].SizeUnit | Should -BeLike '*m³'
        $solid[0] | Format-List | Out-String | Should -BeLike "*Size*: $($solid[0].Size)*SizeUnit*m³*"
        @(Measure-SegPhase $file).Size | ForEach-Object { $_ | Should -BeNullOrEmpty }
        $size = [NDSeg.Images.PixelSize]::new(4, 4, 1, "ImageJ=1.53t`nunit=micron`n")
        $flat = [NDSeg.Images.SegLabels]::new(2, 2, [byte[]](1, 1, 1, 0), [NDSeg.Images.SegClass[]]@([NDSeg.Images.SegClass]::new(1, 1, 'a', [NDSeg.Images.RgbColor]::new(1, 2, 3))), 'Indexed', $null, $size) | Measure-SegPhase
        $flat.Size | Should -Be (3 / 16)
        $flat.SizeUnit | Should -Be 'µm²'
    }

    It 'measures several maps of a pipeline' {
        $phantom = New-SegPhantom 48 48
        $phases = @($phantom.Truth, (Import-SegLabels $file) | Measure-SegPhase)
        $phases | Should -HaveCount 9
        ($phases[0..5].Pixels | Measure-Object -Sum).Sum | Should -Be (48 * 48)
        [Math]::Abs(($phases[0..5].Fraction | Measure-Object -Sum).Sum - 1) | Should -BeLessThan 1e-12
    }

    It 'goes into a CSV table' {
        $row = Measure-SegPhase $file | Select-Object Source, Class, Pixels, Fraction | ConvertTo-Csv
        $row[2] | Should -Be '"phases.tif","class 2","4","0.5"'
    }
}
