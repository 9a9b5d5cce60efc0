Describe 'Invoke-SegTraining' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $folder = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $folder
        $features = $phantom.Image | Get-SegFeatures
        $count = @(Get-LabelValue $phantom.Strokes | Where-Object { $_ }).Count
        function Get-ModelHash($Model) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).ndseg"
            $Model | Export-SegModel $file
            (Get-FileHash $file).Hash
        }
    }

    AfterAll { $features.Dispose() }

    It 'gives a new trained model and leaves the untrained one as it was' {
        $untrained = New-SegModel -Trees 9 -Seed 3
        $model = $untrained | Invoke-SegTraining -Features $features -Labels $phantom.Strokes
        $untrained.IsTrained | Should -BeFalse
        $model.IsTrained | Should -BeTrue
        $model.Parameters.Trees | Should -Be 9
        $model.Parameters.Seed | Should -Be 3
        $model.Classes.Value | Should -Be (1..6)
        $model.Classes.Name | Should -Be $phantom.Strokes.Classes.Name
        $model.FeatureNames | Should -Be $features.Names
        $model.State.Summary.SampleCount | Should -Be $count
    }

    It 'weighs class c by N / (K n_c) where classes are balanced' {
        $model = New-SegModel -Trees 2 | Invoke-SegTraining -Features $features -Labels $phantom.Strokes
        $perClass = $phantom.Strokes.CountPixels()[1..6]
        $model.State.Summary.SamplesPerClass | Should -Be $perClass
        0..5 | ForEach-Object { [Math]::Abs($model.State.Summary.ClassWeights[$_] - $count / (6 * $perClass[$_])) | Should -BeLessThan 1e-6 }
    }

    It 'weighs every pixel the same with -ClassWeight None' {
        $model = New-SegModel -Trees 2 -ClassWeight None | Invoke-SegTraining -Features $features -Labels $phantom.Strokes
        $model.State.Summary.ClassWeights | ForEach-Object { $_ | Should -Be 1 }
    }

    It 'gives the same model from a stack, from a table and from the image' {
        $untrained = New-SegModel -Trees 20 -Seed 2
        $hash = Get-ModelHash ($untrained | Invoke-SegTraining -Features $features -Labels $phantom.Strokes)
        Get-ModelHash ($untrained | Invoke-SegTraining -TrainingData (Get-SegTrainingData $features $phantom.Strokes)) | Should -Be $hash
        Get-ModelHash ($untrained | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes) | Should -Be $hash
    }

    It 'learns its strokes' {
        $model = New-SegModel -Seed 1 | Invoke-SegTraining -Features $features -Labels $phantom.Strokes
        $model.State.Summary.TrainingAccuracy | Should -BeGreaterThan 0.95
        $model.State.Summary.OutOfBagAccuracy | Should -BeGreaterThan 0.6
        $accuracy = $features | Invoke-SegApply -Model $model | Measure-SegAccuracy -Truth $phantom.Strokes
        [Math]::Abs($accuracy.OverallAccuracy - $model.State.Summary.TrainingAccuracy) | Should -BeLessThan 1e-9
    }

    It 'trains on 8-bit images beside others, whose first gives the intensity range, in any order' {
        $samples = [byte[]]$phantom.Image.Plane(0)
        $wide = foreach ($factor in 100, 200) {
            $file = Join-Path $TestDrive "wide$factor.tif"
            Write-TestTiff $file -Height $phantom.Image.Height -Width $phantom.Image.Width -Type UInt16 -Page (, @($samples | ForEach-Object { $factor * $_ }))
            Import-SegImage $file
        }
        $config = New-SegFeatureConfig -Sigma 1 -Include Median -Exclude Membrane
        $stack = $wide[0] | Get-SegFeatures -Config $config
        $range = $stack.Config.IntensityRange
        $stack.Dispose()
        foreach ($images in ($phantom.Image, $wide[0], $wide[1]), ($wide[0], $phantom.Image, $wide[1])) {
            $model = New-SegModel -Trees 2 | Invoke-SegTraining -Image $images -Labels $phantom.Strokes, $phantom.Strokes, $phantom.Strokes -Config $config
            $model.Config.IntensityRange | Should -Be $range
            $model.State.Summary.SampleCount | Should -Be (3 * $count)
        }
    }

    It 'trains across several image and label pairs' {
        $other = New-SegPhantom -Height 70 -Width 64 -Seed 9
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image, $other.Image -Labels $phantom.Strokes, $other.Strokes
        $more = @(Get-LabelValue $other.Strokes | Where-Object { $_ }).Count
        $model.State.Summary.SampleCount | Should -Be ($count + $more)
    }

    It 'joins several tables and several stacks' {
        $table = Get-SegTrainingData $features $phantom.Strokes
        (New-SegModel -Trees 2 | Invoke-SegTraining -TrainingData $table, $table).State.Summary.SampleCount | Should -Be (2 * $count)
        (New-SegModel -Trees 2 | Invoke-SegTraining -Features $features, $features -Labels $phantom.Strokes, $phantom.Strokes).State.Summary.SampleCount | Should -Be (2 * $count)
    }

    It 'takes extra channels and a configuration with images' {
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -ExtraChannel $phantom.Extras -Config (New-SegFeatureConfig 1, 2)
        $model.FeatureNames | Should -HaveCount (1 + 6 + 2 * 7 + 1 + 6 + 6)
        $model.FeatureNames[-1] | Should -Be $phantom.Extras.ChannelNames[-1]
    }

    It 'takes label files by path and keeps the hash of every training file' {
        $model = New-SegModel -Trees 2 | Invoke-SegTraining -Image (Import-SegImage (Join-Path $folder 'slice.tif')) -Labels (Join-Path $folder 'strokes.tif')
        $files = $model.State.Summary.Files
        ($files | Where-Object Role -EQ image).Sha256 | Should -Be (Get-FileHash (Join-Path $folder 'slice.tif')).Hash
        ($files | Where-Object Role -EQ labels).Sha256 | Should -Be (Get-FileHash (Join-Path $folder 'strokes.tif')).Hash
    }

    It 'trains several models in one pipeline' {
        $models = @(New-SegModel -Trees 2; New-SegModel -Trees 3) | Invoke-SegTraining -Features $features -Labels $phantom.Strokes
        $models.Parameters.Trees | Should -Be 2, 3
    }

    It 'trains XGBoost with as many rounds as asked for' {
        Assert-XGBoost
        $model = New-SegModel XGBoost -MaxDepth 3 -Rounds 4 -Seed 1 | Invoke-SegTraining -Features $features -Labels $phantom.Strokes
        $model.Algorithm | Should -Be 'XGBoost'
        $model.State.Summary.LibraryVersion | Should -Match '^\d+\.\d+'
        $model.State.Summary.TrainingAccuracy | Should -BeGreaterThan 0.7
        $booster = [Text.Encoding]::UTF8.GetString($model.State.LibraryModel) | ConvertFrom-Json -AsHashtable
        $booster.learner.gradient_booster.model.trees | Should -HaveCount (4 * 6)
    }

    It 'warns of a class without a pixel and of constant maps' {
        $path = Join-Path $TestDrive 'flat.tif'
        Write-TestTiff $path -Height 40 -Width 40 -Page (, [byte[]]::new(1600))
        $labels = [byte[]]::new(1600); 0..99 | ForEach-Object { $labels[$_] = 1; $labels[$_ + 800] = 2 }
        Write-TestTiff (Join-Path $TestDrive 'two.tif') -Height 40 -Width 40 -Page (, $labels)
        $seen = Invoke-Captured { New-SegModel -Trees 2 | Invoke-SegTraining -Image (Import-SegImage $path) -Labels (Join-Path $TestDrive 'two.tif') }
        $seen.Output | Should -HaveCount 1
        $seen.Warnings -join "`n" | Should -Match 'constant'
    }

    It 'tells matrix, classes, seed, device and threads with -Verbose' {
        (Invoke-Captured { New-SegModel -Trees 2 -Seed 6 | Invoke-SegTraining -Features $features -Labels $phantom.Strokes -Threads 1 -Verbose }).Verbose -join "`n" |
            Should -Match "RandomForest: $count x 58 training matrix, 6 classes, seed 6, Cpu, 1 thread, \d+\.\d+ s"
    }
}
