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

    It 'writes an image' {
        $file = Join-Path $TestDrive 'image.tif'
        $phantom.Image | Export-SegImage $file
        (Import-SegImage $file).Plane(0) -join ',' | Should -Be ($phantom.Image.Plane(0) -join ',')
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
