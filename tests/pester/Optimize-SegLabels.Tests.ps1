Describe 'Optimize-SegLabels' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $file = Join-Path $TestDrive 'labels.tif'
        # Class 1 everywhere, a speck of one pixel and a block of 3 x 3 of class 2, one unlabelled pixel.
        $values = [int[]]::new(100); 0..99 | ForEach-Object { $values[$_] = 1 }
        $values[11] = 2
        foreach ($y in 5..7) { foreach ($x in 5..7) { $values[10 * $y + $x] = 2 } }
        $values[99] = 0
        Write-TestTiff $file -Height 10 -Width 10 -Page (, $values)
    }

    It 'removes regions below a size and keeps larger ones' {
        $clean = Get-LabelValue (Optimize-SegLabels $file -MinimumRegionSize 2)
        $clean[11] | Should -Be 1
        $clean[66] | Should -Be 2
        @($clean | Where-Object { $_ -eq 2 }) | Should -HaveCount 9
    }

    It 'leaves unlabelled pixels unlabelled' {
        (Get-LabelValue (Optimize-SegLabels $file -MinimumRegionSize 20 -MajorityRadius 1))[99] | Should -Be 0
    }

    It 'takes the majority of the surroundings' {
        $clean = Get-LabelValue (Optimize-SegLabels $file -MajorityRadius 1)
        $clean[11] | Should -Be 1
        $clean[66] | Should -Be 2
    }

    It 'fills holes up to a size' {
        $holes = Join-Path $TestDrive 'holes.tif'
        $ring = @(1, 1, 1, 1, 1), @(1, 2, 2, 2, 1), @(1, 2, 1, 2, 1), @(1, 2, 2, 2, 1), @(1, 1, 1, 1, 1) | ForEach-Object { $_ }
        Write-TestTiff $holes -Height 5 -Width 5 -Page (, $ring)
        (Get-LabelValue (Optimize-SegLabels $holes -MaximumHoleSize 1 -Class 2))[12] | Should -Be 2
        (Get-LabelValue (Optimize-SegLabels $holes -MaximumHoleSize 1 -Class 1))[12] | Should -Be 1
    }

    It 'changes only the classes named, by name or value' {
        $labels = Import-SegLabels $file -ClassName matrix, grain
        (Get-LabelValue (Optimize-SegLabels $labels -MinimumRegionSize 20 -Class matrix))[11] | Should -Be 2
        (Get-LabelValue (Optimize-SegLabels $labels -MinimumRegionSize 20 -Class grain))[11] | Should -Be 1
        (Get-LabelValue (Optimize-SegLabels $labels -MinimumRegionSize 20 -Class 2))[11] | Should -Be 1
    }

    It 'lists the classes there are when one is not found' {
        { Optimize-SegLabels (Import-SegLabels $file -ClassName matrix, grain) -MinimumRegionSize 2 -Class pore } |
            Should -Throw -ErrorId 'UnknownClass,NDSeg.PowerShell.Commands.OptimizeSegLabelsCommand' -ExpectedMessage '*matrix*grain*pore*'
    }

    It 'keeps a segmentation a segmentation' {
        $phantom = New-SegPhantom 48 48
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $result = $phantom.Image | Invoke-SegApply $model | Optimize-SegLabels -MajorityRadius 1
        $result | Should -BeOfType 'NDSeg.Segmentation.SegSegmentation'
        $result.Model.Parameters.Trees | Should -Be 5
    }

    It 'gives the labels back and warns where nothing is switched on' {
        $seen = Invoke-Captured { Optimize-SegLabels $file }
        $seen.Warnings | Should -BeLike '*-MajorityRadius*'
        (Compare-SegLabels $file $seen.Output[0]).Equal | Should -BeTrue
    }
}
