Describe 'Import-SegLabels with strokes of other programs' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $image = Join-Path $TestDrive 'slice.tif'
        Write-TestTiff $image -Height 8 -Width 10 -Page (, (@(0) * 80))
        $strokes = Join-Path $TestDrive 'strokes.geojson'
        Set-Content $strokes '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[5,1],[5,4],[1,4],[1,1]]]},"properties":{"classification":{"name":"copper","color":[184,115,51]}}}'
    }

    It 'paints them in the size of an image or a given shape' {
        foreach ($labels in (Import-SegLabels $strokes -Image $image), (Import-SegLabels $strokes -Shape 8, 10), (Import-SegLabels $strokes -Image (Import-SegImage $image))) {
            $labels.Shape | Should -Be '8 x 10'
            $labels.Classes.Name | Should -Be 'copper'
            "$($labels.Classes[0].Color)" | Should -Be '#b87333'
            $labels.CountPixels() | Should -Be 68, 12
        }
    }

    It 'says what is missing' {
        (Invoke-Captured { Import-SegLabels $strokes }).Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownImageSize,*'
        (Invoke-Captured { Import-SegLabels $image -Shape 8, 10 }).Errors.FullyQualifiedErrorId | Should -BeLike 'NotStrokes,*'
    }
}
