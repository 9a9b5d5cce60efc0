# Names and colours of classes survive every way out and back in.
Describe 'Class names and colours' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data -Height 40 -Width 48
        $image = Import-SegImage (Join-Path $data 'slice.tif')
        function Get-ClassText($Labels) { ($Labels.Classes | ForEach-Object { "$($_.Value) $($_.Name) $($_.Color)" }) -join '; ' }
        $expected = Get-ClassText $phantom.Truth
    }

    It 'survive a <_> file' -ForEach 'tif', 'png', 'h5' {
        $file = Join-Path $TestDrive "truth.$_"
        $phantom.Truth | Export-SegLabels $file
        Get-ClassText (Import-SegLabels $file) | Should -Be $expected
    }

    It 'survive a volume in a <_> file' -ForEach 'tif', 'h5' {
        $stack = Join-Path $TestDrive "stack_$_.tif"
        Write-TestTiff $stack -Height 40 -Width 48 -Page @(1..3 | ForEach-Object { , $image.Plane(0) })
        $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $image -Labels $phantom.Strokes
        $file = Join-Path $TestDrive "volume.$_"
        Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels $file
        $axis = $_ -eq 'h5' ? @{ Axis = 0 } : @{}
        $slices = @(Import-SegLabels $file @axis)
        $slices.Count | Should -Be 3
        Get-ClassText $slices[2] | Should -Be $expected
    }

    It 'survive in the account beside a file whose own were lost' {
        $file = Join-Path $TestDrive 'account.tif'
        $phantom.Truth | Export-SegLabels $file -Provenance Sidecar
        Write-TestTiff $file -Height 40 -Width 48 -Page (, (Get-LabelValue $phantom.Truth))
        Get-ClassText (Import-SegLabels $file) | Should -Be $expected
        Remove-Item "$file.json"
        (Import-SegLabels $file).Classes[0].Name | Should -Be 'class 1'
    }

    It 'keep a class that no pixel has' {
        $file = Join-Path $TestDrive 'absent.tif'
        $classes = [NDSeg.Images.SegClass[]]@(
            [NDSeg.Images.SegClass]::new(1, 10, 'pore', '#102030'), [NDSeg.Images.SegClass]::new(2, 20, 'grain', '#405060'))
        [NDSeg.Images.SegLabels]::new(1, 2, [byte[]](2, 0), $classes) | Export-SegLabels $file
        Get-ClassText (Import-SegLabels $file) | Should -Be '10 pore #102030; 20 grain #405060'
    }

    It 'can be given at import and at training' {
        $file = Join-Path $data 'truth.tif'
        $labels = Import-SegLabels $file -ClassName a, b, c, d, e, f -ClassColor '#000001', '#000002', '#000003', '#000004', '#000005', '#000006'
        $labels.Classes[5].Name | Should -Be 'f'
        "$($labels.Classes[5].Color)" | Should -Be '#000006'
        $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $image -Labels $phantom.Strokes -ClassName a, b, c, d, e, f -ClassColor '#000001', '#000002', '#000003', '#000004', '#000005', '#000006'
        $model.Classes.Name | Should -Be a, b, c, d, e, f
        "$(($image | Invoke-SegApply $model).Classes[0].Color)" | Should -Be '#000001'
        (Invoke-Captured { Import-SegLabels $file -ClassColor '#000001' }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'ClassColorCountMismatch*'
        (Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $image -Labels $phantom.Strokes -ClassName a, b }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'ClassNameCountMismatch*'
    }

    It 'round-trip labels in colours through HDF5' {
        $painted = Join-Path $TestDrive 'colours.tif'
        Write-TestTiff $painted -Height 1 -Width 4 -Channels 3 -Page (, (255, 0, 0, 0, 0, 0, 10, 20, 30, 255, 0, 0))
        $file = Join-Path $TestDrive 'colours.h5'
        Import-SegLabels $painted -ClassName blue, red | Export-SegLabels $file
        $back = Import-SegLabels $file
        $back.Encoding | Should -Be 'Rgb'
        $back.Classes.Name | Should -Be 'blue', 'red'
        (Compare-SegLabels $painted $file).Equal | Should -BeTrue
    }

    It 'ignore what is damaged or foreign beside a file' {
        $file = Join-Path $TestDrive 'foreign.tif'
        foreach ($text in '{', '[]', '{"classes":[{"value":"x"}]}', '{"classes":{"a":1}}', '{"classes":[{"value":1,"name":"a","color":"blue"}]}') {
            Write-TestTiff $file -Height 1 -Width 2 -Page (, @(1, 2))
            Set-Content "$file.json" $text
            (Import-SegLabels $file).Classes.Name | Should -Be 'class 1', 'class 2'
        }
    }
}
