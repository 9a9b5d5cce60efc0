Describe 'Export-SegModel' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom -Height 64 -Width 64 -Seed 1
        $model = New-SegModel -Trees 5 -Seed 4 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        function Read-ModelEntry($File, $Name) {
            $zip = [IO.Compression.ZipFile]::OpenRead($File)
            try {
                $reader = [IO.StreamReader]::new($zip.GetEntry($Name).Open())
                try { $reader.ReadToEnd() } finally { $reader.Dispose() }
            }
            finally { $zip.Dispose() }
        }
    }

    It 'writes a zip with the model in words' {
        $file = Join-Path $TestDrive 'a.ndseg'
        $model | Export-SegModel $file | Should -BeNullOrEmpty
        $json = Read-ModelEntry $file 'model.json' | ConvertFrom-Json
        $json.format | Should -Not -BeNullOrEmpty
        $json.formatVersion | Should -Be 1
        $json.algorithm | Should -Be 'RandomForest'
        $json.parameters.seed | Should -Be 4
        $json.parameters.trees | Should -Be 5
        $json.classes.name | Should -Be $model.Classes.Name
        $json.classes.value | Should -Be (1..6)
        $json.features.names | Should -HaveCount 58
    }

    It 'gives the same bytes for the same model' {
        $one, $two = 'b1.ndseg', 'b2.ndseg' | ForEach-Object { Join-Path $TestDrive $_ }
        $model | Export-SegModel $one
        $model | Export-SegModel $two
        (Get-FileHash $one).Hash | Should -Be (Get-FileHash $two).Hash
    }

    It 'keeps an existing file without -Force and replaces it with it' {
        $file = Join-Path $TestDrive 'c.ndseg'
        Set-Content $file 'mine'
        { $model | Export-SegModel $file } | Should -Throw -ErrorId 'TargetExists,NDSeg.PowerShell.Commands.ExportSegModelCommand' -ExpectedMessage "*'$file'*"
        Get-Content $file | Should -Be 'mine'
        $model | Export-SegModel $file -Force
        (Import-SegModel $file).Parameters.Trees | Should -Be 5
    }

    It 'writes the file to the pipeline with -PassThru' {
        $file = Join-Path $TestDrive 'd.ndseg'
        $made = $model | Export-SegModel $file -PassThru
        $made | Should -BeOfType 'System.IO.FileInfo'
        $made.FullName | Should -Be $file
        $made.Length | Should -BeGreaterThan 1000
    }

    It 'stores XGBoost in its own JSON' {
        Assert-XGBoost
        $file = Join-Path $TestDrive 'x.ndseg'
        New-SegModel XGBoost -Rounds 2 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes | Export-SegModel $file
        $zip = [IO.Compression.ZipFile]::OpenRead($file)
        try { $names = $zip.Entries.FullName } finally { $zip.Dispose() }
        $json = @($names -like '*.json' -ne 'model.json')
        $json | Should -HaveCount 1
        $booster = Read-ModelEntry $file $json[0] | ConvertFrom-Json -AsHashtable
        $booster.learner.learner_model_param.num_class | Should -Be 6
        $booster.learner.gradient_booster.model.trees | Should -HaveCount 12
    }
}
