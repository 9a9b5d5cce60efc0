# Volumes in three dimensions: one object for all slices, read when they are needed.
Describe 'Volumes in three dimensions' {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
    }

    AfterAll { Pop-Location }

    It 'gives all slices of a file as one volume' -Tag Fast {
        Write-Volume whole.tif (0..4)
        $volume = Import-SegImage whole.tif -As Volume -VoxelSize 2.5, 1, 1 -VoxelUnit um
        $volume.Shape | Should -Be "5 x $edge x $edge"
        "$($volume.VoxelSize)" | Should -Be '2.5 x 1 x 1 um'
        foreach ($z in 0, 4) {
            $slice = $volume.ReadSlice($z)
            $slice.Series.Ordinal | Should -Be $z
            $slice.Series.Count | Should -Be 5
            $slice[0, 3, 7] | Should -Be (Import-SegImage whole.tif -Slice $z)[0, 3, 7]
        }
        $part = Import-SegImage whole.tif -As Volume -Slice 1-3
        $part.Depth | Should -Be 3
        $part.VoxelSize | Should -BeNullOrEmpty
        $part.ReadSlice(0).Slice | Should -Be 1
        { $part.ReadSlice(3) } | Should -Throw '*between 0 and 2*'
        $volume.Dispose()
        { $volume.ReadSlice(0) } | Should -Throw '*disposed*'
    }

    It 'gives labels as one volume' -Tag Fast {
        Write-Volume labelled.tif (0..2)
        Import-SegImage labelled.tif | Invoke-SegApply model.ndseg | Export-SegLabels labelled_labels.tif -Force
        $labels = Import-SegLabels labelled_labels.tif -As Volume
        $labels.Shape | Should -Be "3 x $edge x $edge"
        $labels.ClassCount | Should -Be 2
        Test-SameLabels $labels.ReadSlice(2) (Import-SegLabels labelled_labels.tif -Slice 2) | Should -BeTrue
    }

    It 'refuses what is no volume' -Tag Fast {
        Write-Volume gaps.tif (0..4)
        (Invoke-Captured { Import-SegImage gaps.tif -As Volume -Slice 0, 2 }).Errors.FullyQualifiedErrorId | Should -BeLike 'SlicesNotConsecutive,*'
        { Import-SegImage gaps.tif -As Volume -VoxelUnit um } | Should -Throw -ErrorId 'VoxelUnitNotApplicable,*'
        { Import-SegImage gaps.tif -VoxelSize 1, 1, 1 } | Should -Throw -ErrorId 'VoxelSizeNotApplicable,*'
        { Import-SegImage gaps.tif -As Volume -VoxelSize 1, 0, 1 } | Should -Throw -ErrorId 'InvalidVoxelSize,*'
    }

    Context 'whose voxel size was given' {
        BeforeAll {
            $known = (New-SegPhantom -Depth 16 -Height 64 -Width 64 -VoxelSize 2, 1, 1)
            $known.Image | Export-SegImage known.tif
            $deep = New-SegModel -Trees 5 -MaxDepth 4 | Invoke-SegTraining -Volume $known.Image -Labels $known.Strokes -Config (New-SegFeatureConfig -Preset Volume -Sigma 1)
            $deep | Export-SegModel deep.ndseg
            Write-Volume 'plain/9.tif' 9
            Write-Volume 'plain/10.tif' 10
            function Get-Size([string] $File) { "$((Import-SegImage $File -As Volume).VoxelSize)" }
        }

        It 'have it in all that is made of them: <Name>' -Tag Fast -ForEach @(
            @{ Name = 'in a unit'; Unit = @{ VoxelUnit = 'nm' }; Expected = '3 x 2 x 2 nm'; Micrometres = '0.003 x 0.002 x 0.002 µm' }
            @{ Name = 'without a unit'; Unit = @{}; Expected = '3 x 2 x 2'; Micrometres = '3 x 2 x 2' }
        ) {
            # The file says 2 x 1 x 1 µm.
            $volume = Import-SegImage known.tif -As Volume -VoxelSize 3, 2, 2 @Unit
            foreach ($ending in 'tif', 'h5', 'zarr') {
                $wanted = if ($ending -eq 'h5') { $Micrometres } else { $Expected }
                $volume | Invoke-SegApply deep.ndseg -WarningAction Ignore | Export-SegLabels "given.$ending" -Force
                Get-Size "given.$ending" | Should -Be $wanted
                $volume | Invoke-SegApply model.ndseg | Export-SegLabels "given.$ending" -Force
                Get-Size "given.$ending" | Should -Be $wanted
                $volume | Invoke-SegApply model.ndseg -Probability | Export-SegImage "given.$ending" -Force
                Get-Size "given.$ending" | Should -Be $wanted
            }
            foreach ($ending in 'tif', 'h5', 'zarr') {
                $volume | Export-SegImage "given.$ending" -Force
                Get-Size "given.$ending" | Should -Be $(if ($ending -eq 'h5') { $Micrometres } else { $Expected })
            }
            $volume | Get-SegFeatures -Config (New-SegFeatureConfig -Preset Volume -Sigma 1) -WarningAction Ignore | Export-SegImage given.tif -Map gaussian_1 -Force
            Get-Size given.tif | Should -Be $Expected
            $object = @($volume | Invoke-SegApply model.ndseg | Measure-SegObject)[0]
            $object.Size | Should -Be $(if ($Unit.Count) { 12 * $object.Pixels })
            $phase = @($volume | Invoke-SegApply model.ndseg | Measure-SegPhase -As Volume)[0]
            $phase.Volume | Should -Be $(if ($Unit.Count) { 12 * $phase.Pixels })
            $null = New-SegJob known.tif -Model deep.ndseg -OutFile job.tif -Parts 2 -Path job -Force -VoxelSize 3, 2, 2 @Unit -WarningAction Ignore
            $null = Invoke-SegJob job -Part 0, 1
            Complete-SegJob job -Force
            Get-Size job.tif | Should -Be $Expected
        }

        It 'have it where the slices have no size of their own' -Tag Fast {
            $volume = Import-SegImage plain -As Volume -VoxelSize 3, 1, 1 -VoxelUnit um
            $volume | Invoke-SegApply model.ndseg | Export-SegLabels plain.tif -Force
            Get-Size plain.tif | Should -Be '3 x 1 x 1 µm'
            $volume | Export-SegImage plain.h5 -Force
            Import-SegImage plain.h5 | Invoke-SegApply model.ndseg | Export-SegLabels plain.tif -Force
            Get-Size plain.tif | Should -Be '3 x 1 x 1 µm'
            Import-SegImage plain.h5 | Export-SegImage again.h5 -Force
            Get-Size again.h5 | Should -Be '3 x 1 x 1 µm'
        }

        It 'say nothing in units where none is known' -Tag Fast {
            Import-SegImage plain -As Volume -VoxelSize 3, 1, 1 | Invoke-SegApply model.ndseg | Export-SegLabels bare.tif -Force
            $slice = Import-SegLabels bare.tif -Slice 0
            $slice.PixelSize.UnitName | Should -BeNullOrEmpty
            ($slice | Measure-SegPhase)[0].Area | Should -BeNullOrEmpty
        }

        It 'are refused where the files of a folder differ, before anything is computed' -Tag Fast {
            Write-Volume 'mixed/1.tif' 1
            Write-Volume 'mixed/2.tif' 2 -Edge 40
            $seen = Invoke-Captured { Import-SegImage mixed -As Volume | Invoke-SegApply model.ndseg }
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SliceShapeMismatch,*'
            $seen.Output | Should -BeNullOrEmpty
        }
    }
}
