Describe 'Export-SegTrainingData' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $folder = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $folder 48 56
        $features = Import-SegImage (Join-Path $folder 'slice.tif') | Get-SegFeatures -Config (New-SegFeatureConfig -Sigma 1, 2 -Include Median)
        $table = Get-SegTrainingData $features (Join-Path $folder 'strokes.tif')
        $python = Get-Item '/usr/bin/python3' -ErrorAction Ignore
        function Invoke-Python([string] $Module, [string] $Script) {
            if (-not $python -or -not $(& $python.FullName -c "import $Module; print(1)" 2>$null)) {
                Set-ItResult -Skipped -Because "no /usr/bin/python3 with $Module"
            }
            & $python.FullName -c $Script
        }
    }

    AfterAll { $features.Dispose() }

    It 'writes a CSV file that Import-Csv reads: a row per pixel, a column per map' {
        $file = Join-Path $TestDrive 'a.csv'
        $table | Export-SegTrainingData $file | Should -BeNullOrEmpty
        $rows = Import-Csv $file
        $rows | Should -HaveCount $table.SampleCount
        @($rows[0].PSObject.Properties.Name) | Should -Be (@('image', 'row', 'column', 'class', 'class_name') + $table.Names)
        [int[]]$rows.row | Should -Be $table.Rows
        [int[]]$rows.class | Should -Be $table.Targets
        [single[]]$rows.gaussian_2 | Should -Be @(for ($i = 0; $i -lt $table.SampleCount; $i++) { $table.Values[$i * $table.FeatureCount + $table.Names.IndexOf('gaussian_2')] })
    }

    It 'writes arrays that numpy loads' {
        $file = Join-Path $TestDrive 'a.npz'
        Export-SegTrainingData $file $table
        $text = Invoke-Python 'numpy' @"
import numpy, json
t = numpy.load('$file')
print(t['values'].shape, t['values'].dtype, t['labels'].tolist() == $(ConvertTo-Json @($table.Targets) -Compress), t['names'][1], str(t['class_names'][3]), json.loads(str(t['description']))['labelEncoding'])
"@
        $text | Should -Be "($($table.SampleCount), $($table.FeatureCount)) float32 True gradient_0 class 4 Indexed"
    }

    It 'writes numbers that pandas reads without a change' {
        $file, $npz = 'p.csv', 'p.npz' | ForEach-Object { Join-Path $TestDrive $_ }
        $table | Export-SegTrainingData $file
        $table | Export-SegTrainingData $npz
        Invoke-Python 'pandas' @"
import pandas, numpy
d = pandas.read_csv('$file', skiprows=1)
print(numpy.array_equal(d.iloc[:, 5:].to_numpy(numpy.float32), numpy.load('$npz')['values']), d['class'].dtype)
"@ | Should -Be 'True int64'
    }

    It 'gives the same bytes for the same table: <_>' -ForEach 'csv', 'npz' {
        $one, $two = "$TestDrive/one.$_", "$TestDrive/two.$_"
        $table | Export-SegTrainingData $one
        Get-SegTrainingData $features (Join-Path $folder 'strokes.tif') | Export-SegTrainingData $two
        (Get-FileHash $one).Hash | Should -Be (Get-FileHash $two).Hash
    }

    It 'keeps an existing file without -Force, and writes the file to the pipeline with -PassThru' {
        $file = Join-Path $TestDrive 'c.csv'
        Set-Content $file 'mine'
        (Invoke-Captured { $table | Export-SegTrainingData $file }).Errors.FullyQualifiedErrorId | Should -Be 'TargetExists,NDSeg.PowerShell.Commands.ExportSegTrainingDataCommand'
        Get-Content $file | Should -Be 'mine'
        $made = $table | Export-SegTrainingData $file -Force -PassThru
        $made | Should -BeOfType 'System.IO.FileInfo'
        $made.FullName | Should -Be $file
    }

    It 'keeps an account beside the file' {
        $file = Join-Path $TestDrive 's.npz'
        $table | Export-SegTrainingData $file -Provenance Sidecar
        $account = Get-SegProvenance $file
        $account.Run.Output.Sha256 | Should -Be (Get-FileHash $file).Hash
        $account.SamplesPerClass | Should -Be @(1..6 | ForEach-Object { $c = $_; @($table.Targets -eq $c).Count })
        $account.Files.Role | Should -Be 'image', 'labels'
        $account.Embedded | Should -BeTrue
        $table | Export-SegTrainingData (Join-Path $TestDrive 'n.csv')
        Join-Path $TestDrive 'n.csv.json' | Should -Not -Exist
        (Get-SegProvenance (Join-Path $TestDrive 'n.csv')).Classes.Value | Should -Be (1..6)
    }

    It 'refuses what it cannot write' {
        (Invoke-Captured { $table | Export-SegTrainingData (Join-Path $TestDrive 'x.tif') }).Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownFormat,*'
        (Invoke-Captured { $table | Export-SegTrainingData (Join-Path $TestDrive 'none/x.csv') }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetNotWritable,*'
        $seen = Invoke-Captured { $table, $table | Export-SegTrainingData (Join-Path $TestDrive 'several.csv') }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile,*'
        Get-FileName $TestDrive | Should -Not -Contain 'x.tif'
        Get-ChildItem $TestDrive -Force -Filter '.ndseg-*' | Should -HaveCount 0
    }
}
