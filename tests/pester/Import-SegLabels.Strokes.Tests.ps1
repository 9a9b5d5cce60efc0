Describe 'Import-SegLabels with strokes of other programs' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $image = Join-Path $TestDrive 'slice.tif'
        Write-TestTiff $image -Height 8 -Width 10 -Page (, (@(0) * 80))
        $strokes = Join-Path $TestDrive 'strokes.geojson'
        Set-Content $strokes '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[5,1],[5,4],[1,4],[1,1]]]},"properties":{"classification":{"name":"copper","color":[184,115,51]}}}'
    }

    It 'has the voxel size of the volume they belong to' {
        $deep = Join-Path $TestDrive 'deep.tif'
        (New-SegPhantom -Depth 16 -Height 64 -Width 64 -VoxelSize 2, 1, 1).Image | Export-SegImage $deep
        $file = Join-Path $TestDrive 'deep.geojson'
        $square = '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[10,10],[20,10],[20,20],[10,20],[10,10]]],"plane":{"c":-1,"z":{z},"t":0}},"properties":{"classification":{"name":"A","color":[255,0,0]}}}'
        Set-Content $file ('{"type":"FeatureCollection","features":[' + (($square.Replace('{z}', '4'), $square.Replace('{z}', '5')) -join ',') + ']}')
        foreach ($image in $deep, (Import-SegImage $deep -As Volume)) {
            $strokes = Import-SegLabels $file -As Volume -Image $image
            "$($strokes.VoxelSize)" | Should -Be '2 x 1 x 1 µm'
            $object = @($strokes | Measure-SegObject)
            $object | Should -HaveCount 1
            "$($object.Size) $($object.SizeUnit) $($object.CentroidZ) $($object.FirstSlice)-$($object.EndSlice) $($object.TouchesBorder)" | Should -Be '400 µm³ 4.5 4-6 False'
        }
        "$((Import-SegLabels $file -As Volume -Image $deep -VoxelSize 3, 1, 1).VoxelSize)" | Should -Be '3 x 1 x 1'
    }

    It 'paints them in the size of an image or a given shape' {
        foreach ($labels in (Import-SegLabels $strokes -Image $image), (Import-SegLabels $strokes -Shape 8, 10), (Import-SegLabels $strokes -Image (Import-SegImage $image))) {
            $labels.Shape | Should -Be '8 x 10'
            $labels.Classes.Name | Should -Be 'copper'
            "$($labels.Classes[0].Color)" | Should -Be '#b87333'
            $labels.CountPixels() | Should -Be 68, 12
        }
    }

    It 'paints them in all slices of a volume, whose number has to be known' {
        $drawn = Join-Path $TestDrive 'slices.geojson'
        Set-Content $drawn '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,1],[5,1],[5,4],[1,4],[1,1]]],"plane":{"c":-1,"z":3,"t":0}},"properties":{"classification":{"name":"copper"}}}'
        $volume = Import-SegLabels $drawn -As Volume -Shape 6, 8, 10
        $volume.Shape | Should -Be '6 x 8 x 10'
        0..5 | ForEach-Object { $volume.ReadSlice($_).CountPixels()[1] } | Should -Be 0, 0, 0, 12, 0, 0
        (Import-SegLabels $drawn -Shape 6, 8, 10).Source.SliceCount | Should -Be 6
        (Import-SegLabels $strokes -As Volume -Shape 8, 10).Depth | Should -Be 1
        $seen = Invoke-Captured { Import-SegLabels $drawn -As Volume -Shape 8, 10 }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownSliceCount,*'
        $seen.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Shape*'
    }

    It 'says what is missing' {
        (Invoke-Captured { Import-SegLabels $strokes }).Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownImageSize,*'
        (Invoke-Captured { Import-SegLabels $image -Shape 8, 10 }).Errors.FullyQualifiedErrorId | Should -BeLike 'NotStrokes,*'
    }
}
