Describe 'Compare-SegLabels' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $one, $two, $shape = 'one.tif', 'two.tif', 'shape.tif' | ForEach-Object { Join-Path $TestDrive $_ }
        Write-TestTiff $one -Height 2 -Width 4 -Page (, @(0, 1, 1, 1, 2, 2, 2, 9))
        Write-TestTiff $two -Height 2 -Width 4 -Page (, @(0, 1, 2, 1, 2, 2, 1, 0))
        Write-TestTiff $shape -Height 4 -Width 2 -Page (, @(0, 1, 2, 1, 2, 2, 1, 0))
    }

    It 'finds equal maps equal' {
        $comparison = Compare-SegLabels $one $one
        $comparison.Equal | Should -BeTrue
        $comparison.Agreement | Should -Be 1
        $comparison.DifferentPixels | Should -Be 0
        $comparison.FirstDifferences | Should -HaveCount 0
    }

    It 'counts and lists differing pixels with the values in label files' {
        $comparison = Compare-SegLabels $one $two
        $comparison.Equal | Should -BeFalse
        $comparison.PixelCount | Should -Be 8
        $comparison.DifferentPixels | Should -Be 3
        $comparison.Agreement | Should -Be (5 / 8)
        $comparison.FirstDifferences.Row | Should -Be 0, 1, 1
        $comparison.FirstDifferences.Column | Should -Be 2, 2, 3
        $comparison.FirstDifferences.Reference | Should -Be 1, 2, 9
        $comparison.FirstDifferences.Difference | Should -Be 2, 1, 0
        $comparison.Changes.Pixels | Should -Be 1, 1, 1
        $comparison.Changes[0].Reference | Should -Be 1
    }

    It 'compares a table of pairs' {
        @([pscustomobject]@{ Reference = $one; Difference = $two }, [pscustomobject]@{ Reference = $two; Difference = $two } | Compare-SegLabels).Equal | Should -Be $false, $true
    }

    It 'says which labels were compared, and in a volume which slices differ' {
        @(Import-SegLabels $one, $two | Compare-SegLabels $one).Source | Should -Be 'one.tif', 'two.tif'
        $solid = New-SegPhantom -Depth 16 -Height 64 -Width 64
        $changed = Compare-SegLabels $solid.Truth $solid.Strokes -MaximumDifferences 3
        $changed.FirstDifferences.Slice | Should -Be 0, 0, 0
        "$($changed.FirstDifferences[1])" | Should -BeLike 'slice 0 (0, 1) * -> 0'
        ($changed | Out-String -Width 300) | Should -BeLike '*FirstDifferences : slice 0 (0, 0) *'
        ($changed.FirstDifferences | Out-String) | Should -BeLike '*Slice*Row*'
        (Compare-SegLabels $one $two | Out-String -Width 300) | Should -BeLike '*FirstDifferences : (0, 2) 1 -> 2,*'
    }

    It 'lists as many pixels as asked for' {
        (Compare-SegLabels $one $two -MaximumDifferences 1).FirstDifferences | Should -HaveCount 1
        (Compare-SegLabels $one $two -MaximumDifferences 0).FirstDifferences | Should -HaveCount 0
    }

    It 'compares several maps with one reference' {
        @(Import-SegLabels $one, $two | Compare-SegLabels $one).Equal | Should -Be $true, $false
        @($one, $two | Compare-SegLabels -Reference $one).Equal | Should -Be $true, $false
    }

    It 'refuses maps of different size with both sizes' {
        { Compare-SegLabels $one $shape } | Should -Throw -ErrorId 'LabelShapeMismatch,NDSeg.PowerShell.Commands.CompareSegLabelsCommand' -ExpectedMessage '*2 x 4*4 x 2*'
    }
}
