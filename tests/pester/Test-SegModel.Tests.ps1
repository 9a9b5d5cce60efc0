Describe 'Test-SegModel' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 128 128 -Seed 1
        $features = $phantom.Image | Get-SegFeatures -Config (New-SegFeatureConfig 1, 4)
        $data = Get-SegTrainingData $features $phantom.Strokes
        $model = New-SegModel -Trees 10 -Seed 1
    }

    AfterAll { $features.Dispose() }

    It 'holds every painted pixel out at most once' {
        $result = $model | Test-SegModel $data -Folds 3
        $result.Folds | Should -Be 3
        $result.FoldAccuracy | Should -HaveCount 3
        $result.StrokeCount | Should -BeGreaterOrEqual 6
        $result.Accuracy.PixelCount | Should -BeLessOrEqual $data.SampleCount
        $result.Accuracy.PixelCount | Should -BeGreaterThan 0
        $result.Accuracy.OverallAccuracy | Should -BeGreaterThan 0.4
        $result.FoldAccuracy | ForEach-Object { $_ | Should -BeGreaterOrEqual 0; $_ | Should -BeLessOrEqual 1 }
    }

    It 'pools the folds into one accuracy' {
        $result = $model | Test-SegModel $data -Folds 3
        $result.Accuracy.OverallAccuracy | Should -BeGreaterOrEqual ($result.FoldAccuracy | Measure-Object -Minimum).Minimum
        $result.Accuracy.OverallAccuracy | Should -BeLessOrEqual ($result.FoldAccuracy | Measure-Object -Maximum).Maximum
    }

    It 'gives the same figures for the same seed, on one and on two threads' {
        $one = $model | Test-SegModel $data -Folds 3 -Seed 5 -Threads 1
        $two = $model | Test-SegModel $data -Folds 3 -Seed 5 -Threads 2
        $one.FoldAccuracy | Should -Be $two.FoldAccuracy
        $one.Accuracy.Kappa | Should -Be $two.Accuracy.Kappa
    }

    It 'names classes that have one stroke only' {
        $file, $strokes = 'noise.tif', 'strokes.tif' | ForEach-Object { Join-Path $TestDrive $_ }
        $noise = [byte[]]::new(1600); [Random]::new(2).NextBytes($noise)
        Write-TestTiff $file -Height 40 -Width 40 -Page (, $noise)
        $paint = [byte[]]::new(1600)
        foreach ($x in 2..9) { $paint[40 * 3 + $x] = 1; $paint[40 * 30 + $x] = 1; $paint[40 * 20 + $x] = 2; $paint[40 * 10 + $x] = 3; $paint[40 * 37 + $x] = 3 }
        Write-TestTiff $strokes -Height 40 -Width 40 -Page (, $paint)
        $stack = Import-SegImage $file | Get-SegFeatures -Config (New-SegFeatureConfig 1)
        $table = Get-SegTrainingData $stack $strokes
        $seen = Invoke-Captured { New-SegModel -Trees 3 | Test-SegModel $table -Folds 2 }
        $seen.Output[0].StrokeCount | Should -Be 5
        $seen.Output[0].SingleStrokeClasses.Value | Should -Be 2
        $seen.Warnings -join ' ' | Should -Match 'class 2'
    }

    It 'refuses one fold' {
        { $model | Test-SegModel $data -Folds 1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
