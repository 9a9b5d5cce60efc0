Describe 'Get-SegTrainingData' {
    BeforeAll { . $PSScriptRoot/_setup.ps1 }

    Context 'a phantom' -Tag Fast {
        BeforeAll {
            $folder = Join-Path $TestDrive 'data'
            $phantom = Write-PhantomFile $folder
            $features = $phantom.Image | Get-SegFeatures
            $values = Get-LabelValue $phantom.Strokes
            $painted = @(0..($values.Length - 1) | Where-Object { $values[$_] })
            $data = Get-SegTrainingData -Features $features -Labels $phantom.Strokes
        }

        AfterAll { $features.Dispose() }

        It 'has one row for each labelled pixel and one column for each map' {
            $data.SampleCount | Should -Be $painted.Count
            $data.Shape | Should -Be "$($painted.Count) x 58"
            $data.Values.Length | Should -Be (58 * $painted.Count)
        }

        It 'has the pixels in row-major order with their classes and their map values' {
            $data.Targets | Should -Be $values[$painted]
            $data.Rows | Should -Be @($painted | ForEach-Object { [Math]::Floor($_ / 80) })
            $data.Columns | Should -Be @($painted | ForEach-Object { $_ % 80 })
            foreach ($map in 0, 17, 57) {
                $plane = $features.CopyMap($map)
                $column = 0..($painted.Count - 1) | ForEach-Object { $data.Values[58 * $_ + $map] }
                $column -join ',' | Should -Be ($plane[$painted] -join ',')
            }
        }

        It 'takes features from the pipeline and labels by position or path' {
            ($features | Get-SegTrainingData -Labels $phantom.Strokes).SampleCount | Should -Be $painted.Count
            (Get-SegTrainingData $features $phantom.Strokes).SampleCount | Should -Be $painted.Count
            $fromFile = Get-SegTrainingData $features (Join-Path $folder 'strokes.tif')
            $fromFile.Targets | Should -Be $data.Targets
            $fromFile.Files | Where-Object Role -EQ labels | ForEach-Object Sha256 |
                Should -Be (Get-FileHash (Join-Path $folder 'strokes.tif')).Hash
        }

        It 'shuffles rows as wholes, in an order that the seed decides' {
            $one = Get-SegTrainingData $features $phantom.Strokes -Shuffle -Seed 1
            $again = Get-SegTrainingData $features $phantom.Strokes -Shuffle -Seed 1
            $two = Get-SegTrainingData $features $phantom.Strokes -Shuffle -Seed 2
            $one.Targets -join '' | Should -Be ($again.Targets -join '')
            $one.Rows -join ' ' | Should -Not -Be ($two.Rows -join ' ')
            $one.Rows -join ' ' | Should -Not -Be ($data.Rows -join ' ')
            @($one.Targets | Sort-Object) | Should -Be @($data.Targets | Sort-Object)
            $plane = $features.CopyMap(9)
            0..($one.SampleCount - 1) | ForEach-Object { $one.Values[58 * $_ + 9] -eq $plane[80 * $one.Rows[$_] + $one.Columns[$_]] } | Should -Not -Contain $false
        }

        It 'draws a sample with every class in its proportion' {
            $sample = Get-SegTrainingData $features $phantom.Truth -SampleCount 300 -Seed 4
            $sample.SampleCount | Should -Be 300
            $truth = $phantom.Truth.CountPixels()
            foreach ($class in 1..6) {
                $drawn = @($sample.Targets | Where-Object { $_ -eq $class }).Count
                [Math]::Abs($drawn - 300 * $truth[$class] / (96 * 80)) | Should -BeLessOrEqual 1
            }
            $same = Get-SegTrainingData $features $phantom.Truth -SampleCount 300 -Seed 4
            $same.Rows -join ' ' | Should -Be ($sample.Rows -join ' ')
        }

        It 'tells shape, classes and seed with -Verbose' {
            (Invoke-Captured { Get-SegTrainingData $features $phantom.Strokes -Seed 3 -Verbose }).Verbose -join "`n" |
                Should -Match "training matrix $($painted.Count) x 58, 6 classes, seed 3, \d+\.\d+ s"
        }
    }

    It 'gives 974 x 58 on the battery' -Tag Slow {
        $features = Import-SegImage (Get-SharedFile 'data/battery/Battery_21700.tif') | Get-SegFeatures
        try {
            $data = $features | Get-SegTrainingData -Labels (Get-SharedFile 'data/battery/Battery_21700_labels.tif')
            $data.Shape | Should -Be '974 x 58'
            $data.Classes.Value | Should -Be (1..6)
        }
        finally { $features.Dispose() }
    }
}
