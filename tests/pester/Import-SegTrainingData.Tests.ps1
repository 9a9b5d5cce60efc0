Describe 'Import-SegTrainingData' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $folder = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $folder 48 56
        $slice = Join-Path $folder 'slice.tif'
        $image = Import-SegImage $slice
        $labels = Import-SegLabels (Join-Path $folder 'strokes.tif') -ClassName '=one', 'two, "2"', 'three #3', 'four', 'five', 'six'
        $extra = Import-SegImage $slice
        $features = $image | Get-SegFeatures -Config (New-SegFeatureConfig -Sigma 1, 2 -Include Median) -ExtraChannel $extra
        $table = Get-SegTrainingData $features $labels -SampleCount 150 -Seed 3 -Shuffle
        function Get-ModelHash($Model) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).ndseg"
            $Model | Export-SegModel $file
            (Get-FileHash $file).Hash
        }
    }

    AfterAll { $features.Dispose() }

    It 'gives a table that trains to the same model, byte for byte, and applies to images: <_>' -ForEach 'csv', 'npz' {
        $file = Join-Path $TestDrive "t.$_"
        $table | Export-SegTrainingData $file
        $read = Import-SegTrainingData $file
        $read | Should -BeOfType 'NDSeg.Training.SegTrainingData'
        $read.Classes.Name | Should -Be $table.Classes.Name
        "$($read.Classes.Color)" | Should -Be "$($table.Classes.Color)"
        foreach ($model in (New-SegModel -Trees 5 -Seed 2), (New-SegModel MixedForest -Trees 6 -Seed 2)) {
            $trained = $model | Invoke-SegTraining -TrainingData $read
            Get-ModelHash $trained | Should -Be (Get-ModelHash ($model | Invoke-SegTraining -TrainingData $table))
        }
        $one = $image | Invoke-SegApply $trained -ExtraChannel $extra
        $two = $features | Invoke-SegApply ($model | Invoke-SegTraining -TrainingData $table)
        (Compare-SegLabels $one $two).DifferentPixels | Should -Be 0
    }

    It 'gives the same XGBoost model' {
        Assert-XGBoost
        $file = Join-Path $TestDrive 'x.npz'
        $table | Export-SegTrainingData $file
        $model = New-SegModel XGBoost -Rounds 4
        Get-ModelHash ($model | Invoke-SegTraining -TrainingData (Import-SegTrainingData $file)) | Should -Be (Get-ModelHash ($model | Invoke-SegTraining -TrainingData $table))
    }

    It 'reads what numpy and pandas have saved again' {
        $python = Get-Item '/usr/bin/python3' -ErrorAction Ignore
        if (-not $python -or -not $(& $python.FullName -c 'import numpy, pandas; print(1)' 2>$null)) {
            Set-ItResult -Skipped -Because 'no /usr/bin/python3 with numpy and pandas'
        }
        $npz, $csv = 'again.npz', 'again.csv' | ForEach-Object { Join-Path $TestDrive $_ }
        $table | Export-SegTrainingData $npz
        $table | Export-SegTrainingData $csv
        & $python.FullName -c @"
import numpy, pandas
t = dict(numpy.load('$npz'))
keep = t['labels'] != 2
for name in 'values', 'labels', 'images', 'rows', 'columns':
    t[name] = t[name][keep]
numpy.savez_compressed('$npz', **t)
head = open('$csv').readline()
d = pandas.read_csv('$csv', skiprows=1)
with open('$csv', 'w') as f:
    f.write(head)
    d[d['class'] != 2].to_csv(f, index=False)
"@
        $fromNumpy, $fromPandas = Import-SegTrainingData $npz, $csv
        $fromNumpy.SampleCount | Should -Be @($table.Targets -ne 2).Count
        $fromNumpy.Rows | Should -Be $fromPandas.Rows
        Compare-Object $fromNumpy.Values $fromPandas.Values -SyncWindow 0 | Should -BeNullOrEmpty
        (New-SegModel -Trees 2 | Invoke-SegTraining -TrainingData $fromNumpy 3>$null).Classes | Should -HaveCount 5
    }

    It 'takes wildcards, folders and files from the pipeline' {
        $many = (New-Item -ItemType Directory (Join-Path $TestDrive 'many')).FullName
        'a.npz', 'b.csv' | ForEach-Object { $table | Export-SegTrainingData (Join-Path $many $_) }
        Import-SegTrainingData (Join-Path $many '*') | Should -HaveCount 2
        Import-SegTrainingData $many | Should -HaveCount 2
        Get-ChildItem $many | Import-SegTrainingData | Should -HaveCount 2
        (New-SegModel -Trees 2 | Invoke-SegTraining -TrainingData (Import-SegTrainingData $many)).Samples | Should -Be 300
    }

    It 'says what is wrong with a file' {
        (Invoke-Captured { Import-SegTrainingData none.csv }).Errors.FullyQualifiedErrorId | Should -Be 'FileNotFound,NDSeg.PowerShell.Commands.ImportSegTrainingDataCommand'
        (Invoke-Captured { Import-SegTrainingData $slice }).Errors.FullyQualifiedErrorId | Should -BeLike 'NotTrainingData,*'
        $file = Join-Path $TestDrive 'bad.csv'
        $table | Export-SegTrainingData $file
        $lines = Get-Content $file
        $lines[5] = $lines[5] -replace ',[^,]+$', ',high'
        Set-Content $file $lines
        $record = (Invoke-Captured { Import-SegTrainingData $file }).Errors[0]
        $record.FullyQualifiedErrorId | Should -BeLike 'CorruptTrainingData,*'
        $record.Exception.Message | Should -BeLike "*line 6*found 'high'*"
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
