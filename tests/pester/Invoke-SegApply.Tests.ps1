Describe 'Invoke-SegApply' {
    BeforeAll { . $PSScriptRoot/_setup.ps1 }

    Context 'a phantom and a forest' -Tag Fast {
        BeforeAll {
            $folder = Join-Path $TestDrive 'data'
            $phantom = Write-PhantomFile $folder
            $model = New-SegModel -Trees 30 -Seed 1 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
            $modelFile = Join-Path $TestDrive 'model.ndseg'
            $model | Export-SegModel $modelFile
            $result = $phantom.Image | Invoke-SegApply -Model $model
        }

        It 'labels every pixel with a class of the model' {
            $result | Should -BeOfType 'NDSeg.Segmentation.SegSegmentation'
            $result.Shape | Should -Be '96 x 80'
            $result.Labels.CountPixels()[0] | Should -Be 0
            $result.Classes.Value | Should -Be (1..6)
            $result.Device | Should -Be 'cpu'
            $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
        }

        It 'finds most of the phantom' {
            ($result | Measure-SegAccuracy -Truth $phantom.Truth).OverallAccuracy | Should -BeGreaterThan 0.7
        }

        It 'gives the same labels from stack and image, from model and file, on one and two threads' {
            $expected = (Get-LabelValue $result) -join ','
            $features = $phantom.Image | Get-SegFeatures
            try { (Get-LabelValue ($features | Invoke-SegApply -Model $model)) -join ',' | Should -Be $expected } finally { $features.Dispose() }
            (Get-LabelValue ($phantom.Image | Invoke-SegApply $modelFile)) -join ',' | Should -Be $expected
            (Get-LabelValue ($phantom.Image | Invoke-SegApply (Get-Item $modelFile))) -join ',' | Should -Be $expected
            (Get-LabelValue (Invoke-SegApply -Image $phantom.Image -Model $model -Threads 1)) -join ',' | Should -Be $expected
            (Get-LabelValue (Import-SegImage (Join-Path $folder 'slice.tif') | Invoke-SegApply $model -Threads 2)) -join ',' | Should -Be $expected
        }

        It 'keeps no maps of probability or uncertainty unless asked' {
            $result.Probabilities | Should -BeNullOrEmpty
            $result.Margin | Should -BeNullOrEmpty
            $result.Entropy | Should -BeNullOrEmpty
        }

        It 'gives probabilities that add up to one and whose greatest is the label' {
            $sure = $phantom.Image | Invoke-SegApply $model -Probability
            $sure.Probabilities | Should -HaveCount 6
            for ($i = 0; $i -lt 7680; $i += 37) {
                $p = foreach ($plane in $sure.Probabilities) { $plane[$i] }
                [Math]::Abs(($p | Measure-Object -Sum).Sum - 1) | Should -BeLessThan 1e-5
                $p[$sure.Labels.At($i) - 1] | Should -Be ($p | Measure-Object -Maximum).Maximum
            }
        }

        It 'gives margin and entropy of the probabilities' {
            $unsure = $phantom.Image | Invoke-SegApply $model -Probability -Uncertainty
            for ($i = 0; $i -lt 7680; $i += 131) {
                $p = @(foreach ($plane in $unsure.Probabilities) { $plane[$i] }) | Sort-Object -Descending
                [Math]::Abs($unsure.Margin[$i] - ($p[0] - $p[1])) | Should -BeLessThan 1e-5
                $nats = 0; foreach ($q in $p) { if ($q -gt 0) { $nats -= $q * [Math]::Log($q) } }
                [Math]::Abs($unsure.Entropy[$i] - $nats / [Math]::Log(6)) | Should -BeLessThan 1e-4
            }
        }

        It 'gives smoother labels with -Smooth' {
            function Measure-Border($Labels) {
                $values = Get-LabelValue $Labels; $n = 0
                for ($i = 1; $i -lt $values.Length; $i++) { if ($i % 80 -and $values[$i] -ne $values[$i - 1]) { $n++ } }
                $n
            }
            Measure-Border ($phantom.Image | Invoke-SegApply $model -Smooth 2) | Should -BeLessThan (0.8 * (Measure-Border $result))
        }

        It 'favours classes of which more was painted with -ClassPrior, and writes it down' {
            $pixels = [int[]]$model.State.Summary.SamplesPerClass
            $most = [array]::IndexOf($pixels, [int]($pixels | Measure-Object -Maximum).Maximum) + 1
            $weighted = $phantom.Image | Invoke-SegApply $model -ClassPrior 1
            $weighted.Labels.CountPixels()[$most] | Should -BeGreaterThan $result.Labels.CountPixels()[$most]
            $weighted.Steps[0].Settings.ClassPrior | Should -Be 1
            $result.Steps[0].Settings.Keys | Should -Not -Contain 'ClassPrior'
            (Get-LabelValue ($phantom.Image | Invoke-SegApply $model -ClassPrior 0)) -join ',' | Should -Be ((Get-LabelValue $result) -join ',')
            { $phantom.Image | Invoke-SegApply $model -ClassPrior 2 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }

        It 'takes the extra channels the model was trained with' {
            $more = New-SegModel -Trees 20 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -ExtraChannel $phantom.Extras
            $better = $phantom.Image | Invoke-SegApply $more -ExtraChannel $phantom.Extras
            ($better | Measure-SegAccuracy -Truth $phantom.Truth).MeanIoU | Should -BeGreaterThan ($result | Measure-SegAccuracy -Truth $phantom.Truth).MeanIoU
        }

        It 'labels with XGBoost' {
            Assert-XGBoost
            $booster = New-SegModel XGBoost -Rounds 30 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
            ($phantom.Image | Invoke-SegApply $booster | Measure-SegAccuracy -Truth $phantom.Truth).OverallAccuracy | Should -BeGreaterThan 0.6
        }

        It 'tells model, seed, shape, device and threads with -Verbose' {
            $lines = (Invoke-Captured { $phantom.Image | Invoke-SegApply $model -Threads 1 -Verbose }).Verbose -join "`n"
            $lines | Should -Match 'RandomForest, 6 classes, 58 maps, seed 1'
            $lines | Should -Match '96 x 80 labels on cpu, 1 thread, \d+\.\d+ s'
        }
    }

    Context 'real slices' -Tag Slow {
        It 'agrees with the XGBoost labels of Python on the battery on 99.9 % of pixels' {
            $image = Import-SegImage (Get-SharedFile 'data/battery/Battery_21700.tif')
            $reference = Get-SharedFile 'reference/battery_xgboost_hist_labels.tif'
            Assert-XGBoost
            $model = New-SegModel XGBoost -MaxDepth 8 | Invoke-SegTraining -Image $image -Labels (Get-SharedFile 'data/battery/Battery_21700_labels.tif')
            $model.State.Summary.SampleCount | Should -Be 974
            $comparison = $image | Invoke-SegApply $model | Compare-SegLabels $reference
            $comparison.PixelCount | Should -Be (1568 * 1568)
            $comparison.Agreement | Should -BeGreaterOrEqual 0.999
        }

        It 'reaches mIoU <Least> on the micrograph with <Algorithm>' -ForEach @(
            @{ Algorithm = 'RandomForest'; Least = 0.63 }
            @{ Algorithm = 'XGBoost'; Least = 0.62 }
        ) {
            $image = Import-SegImage (Get-SharedFile 'data/sem/0.tif')
            $truth = Get-SharedFile 'data/sem/0_ground_truth.tif'
            if ($Algorithm -eq 'XGBoost') { Assert-XGBoost }
            $model = New-SegModel $Algorithm -MaxDepth 8 | Invoke-SegTraining -Image $image -Labels (Get-SharedFile 'data/sem/0_labels.tif')
            $accuracy = $image | Invoke-SegApply $model | Measure-SegAccuracy -Truth $truth
            Write-Information "mIoU $($accuracy.MeanIoU)" -InformationAction Continue
            $accuracy.MeanIoU | Should -BeGreaterOrEqual $Least
            $accuracy.PixelCount | Should -Be (512 * 512)
        }

        It 'labels a colour image' {
            $image = Import-SegImage (Get-SharedFile 'data/rgb/rgb.tif')
            $labels = Import-SegLabels (Get-SharedFile 'data/rgb/rgb_labels.tif')
            $model = New-SegModel | Invoke-SegTraining -Image $image -Labels $labels
            $model.FeatureNames | Should -HaveCount (3 * 58)
            $result = $image | Invoke-SegApply $model
            $result.Shape | Should -Be '201 x 234'
            ($result | Measure-SegAccuracy -Truth $labels).OverallAccuracy | Should -BeGreaterThan 0.9
        }
    }
}
