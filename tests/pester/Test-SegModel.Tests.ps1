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

    It 'compares learners on one table' {
        $rows = Test-SegModel $data -Algorithm RandomForest, extratrees, MixedForest -Folds 3 -Seed 2
        $rows.Algorithm | Should -Be 'RandomForest', 'ExtraTrees', 'MixedForest'
        $rows.Maps | Should -Be (, $data.FeatureCount * 3)
        $rows | ForEach-Object { $_.MeanIoU | Should -BeGreaterThan 0.3; $_.Preset | Should -BeNullOrEmpty }
        $alone = New-SegModel ExtraTrees -Seed 2 | Test-SegModel $data -Folds 3 -Seed 2
        $rows[1].MeanIoU | Should -Be $alone.Accuracy.MeanIoU
        $rows[1].WorstFold | Should -Be ($alone.FoldAccuracy | Measure-Object -Minimum).Minimum
    }

    It 'says which parameters a row is of' {
        $models = (New-SegModel -Trees 3), (New-SegModel -Trees 3 -MaxDepth 12 -Seed 4 -ClassWeight None)
        $rows = $models | Test-SegModel -Image $phantom.Image -Labels $phantom.Strokes -Folds 2
        $rows.Parameters | Should -Be 'Trees 3', 'MaxDepth 12, Trees 3, ClassWeight None, Seed 4'
        $rows | Out-String -Width 160 | Should -BeLike '*Parameters*MaxDepth 12*'
        "$($rows[0])" | Should -BeLike 'RandomForest (Trees 3) on Default*'
        $results = $models | Test-SegModel $data -Folds 2
        $results.Algorithm | Should -Be 'RandomForest', 'RandomForest'
        $results.Parameters | Should -Be $rows.Parameters
        $results.MeanIoU | Should -Be $results.Accuracy.MeanIoU
        ($rows | Select-Object Seconds, OverallAccuracy)[0].Seconds | Should -BeGreaterThan 0
    }

    It 'compares presets and learners on images, the same strokes in the same folds' {
        $rows = Test-SegModel -Image $phantom.Image -Labels $phantom.Strokes -Preset Default, Classical -Algorithm RandomForest, ExtraTrees -Folds 2
        $rows | ForEach-Object { "$($_.Preset) $($_.Algorithm) $($_.Maps)" } |
            Should -Be 'Default RandomForest 58', 'Default ExtraTrees 58', 'Classical RandomForest 82', 'Classical ExtraTrees 82'
        ($rows.Result.StrokeCount | Select-Object -Unique) | Should -HaveCount 1
        ($rows.Result.Accuracy.PixelCount | Select-Object -Unique) | Should -HaveCount 1
        $table = Get-SegTrainingData ($phantom.Image | Get-SegFeatures -Preset Classical) $phantom.Strokes
        (New-SegModel | Test-SegModel $table -Folds 2).Accuracy.MeanIoU | Should -Be $rows[2].MeanIoU
        ($rows | Out-String) | Should -Match 'Classical\s+ExtraTrees\s+82\s+0[.,]\d{4}'
    }

    It 'compares piped models with parameters of their own' {
        $rows = (New-SegModel -Trees 5), (New-SegModel ExtraTrees -Trees 5) | Test-SegModel -Image $phantom.Image -Labels $phantom.Strokes -Folds 2
        $rows.Algorithm | Should -Be 'RandomForest', 'ExtraTrees'
        $rows.Preset | Should -Be 'Default', 'Default'
    }

    It 'names the presets there are' {
        { Test-SegModel -Image $phantom.Image -Labels $phantom.Strokes -Preset Nothing -Algorithm RandomForest } | Should -Throw '*Default, *found ''Nothing''*'
        { Test-SegModel $data -Algorithm Nothing } | Should -Throw '*MixedForest*found ''Nothing''*'
    }
}
