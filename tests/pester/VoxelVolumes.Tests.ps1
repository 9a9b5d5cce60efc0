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
        { Import-SegImage gaps.tif -VoxelSize 1, 1, 1 } | Should -Throw -ErrorId 'VoxelSizeNotApplicable,*'
        { Import-SegImage gaps.tif -As Volume -VoxelSize 1, 0, 1 } | Should -Throw -ErrorId 'InvalidVoxelSize,*'
    }
}
