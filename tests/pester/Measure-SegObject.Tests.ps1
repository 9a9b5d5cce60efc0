Describe 'Measure-SegObject' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $file = Join-Path $TestDrive 'objects.tif'
        Write-TestTiff $file -Height 3 -Width 5 -Page (, @(7, 0, 0, 9, 9, 0, 7, 0, 0, 9, 0, 0, 0, 0, 0))
        $volume = Join-Path $TestDrive 'volume.tif'
        Write-TestTiff $volume -Height 2 -Width 2 -Page @(0, 3, 0, 0), @(0, 3, 0, 0), @(0, 0, 3, 0)
    }

    It 'gives one row per object, the same in CSV as in the view' {
        $objects = @(Measure-SegObject $file)
        $objects | Should -HaveCount 2
        $objects.Pixels | Should -Be 2, 3
        $objects.Value | Should -Be 7, 9
        $objects.Source | Should -Be 'objects.tif', 'objects.tif'
        $row = ($objects | ConvertTo-Csv | ConvertFrom-Csv)[1]
        $row.Class | Should -Be 'class 2'
        $row.CentroidX | Should -Be ([double]11 / 3).ToString([cultureinfo]::InvariantCulture)
        $row.TouchesBorder | Should -Be 'True'
        $objects | Format-Table | Out-String | Should -Match 'Centroid'
    }

    It 'tells corners from faces' {
        @(Measure-SegObject $file -Connectivity Face).Pixels | Should -Be 1, 3, 1
        @(Measure-SegObject $file -Connectivity 4 -MinimumSize 2).Pixels | Should -Be 3
        @(Measure-SegObject $file -Class 'class 1').Value | Should -Be 7
    }

    It 'follows objects through the slices of a volume, from a file and from the pipeline' {
        foreach ($objects in @(, @(Measure-SegObject $volume -SliceDistance 2 -WarningAction Ignore)), @(, @(Import-SegLabels $volume | Measure-SegObject))) {
            $objects[0] | Should -HaveCount 1
            $objects[0].Pixels | Should -Be 3
            $objects[0].CentroidZ | Should -Be 1
            $objects[0].Source | Should -Be 'volume.tif'
        }
        @(Measure-SegObject $volume -Connectivity 6).Pixels | Should -Be 2, 1
        @(Measure-SegObject $volume -PerSlice).FirstSlice | Should -Be 0, 1, 2
    }

    It 'says that a distance between slices is not used where nothing else has a unit' {
        $seen = Invoke-Captured { Measure-SegObject $volume -SliceDistance 2 }
        $seen.Warnings | Should -BeLike '-SliceDistance 2 is not used: volume.tif has no pixel size*'
        $known = Import-SegLabels $volume -As Volume -VoxelSize 2, 1, 1 -VoxelUnit um
        $seen = Invoke-Captured { $known | Measure-SegObject -SliceDistance 4 }
        $seen.Warnings | Should -BeNullOrEmpty
        $seen.Output.Size | Should -Be 12
    }

    It 'gives a map in which every object is a class' {
        $map = Measure-SegObject $file -AsLabels
        $map.Classes.Name | Should -Be 'class 1 #1', 'class 2 #2'
        $map[2, 0] | Should -Be 0
        $map[1, 1] | Should -Be 1
        @($map.Classes.Color | Select-Object -Unique) | Should -HaveCount 2
    }

    It 'refuses a connectivity of another dimension, and a class that is not there' {
        $result = Invoke-Captured { Measure-SegObject $volume -Connectivity 8 }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ConnectivityMismatch,*'
        $result = Invoke-Captured { Measure-SegObject $file -Class copper }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownClass,*'
        $result.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*name or the value*'
        $result.Output | Should -BeNullOrEmpty
    }
}
