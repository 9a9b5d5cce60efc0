Describe 'Import-SegModel' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom -Height 64 -Width 64 -Seed 1
        $config = New-SegFeatureConfig 1, 3 -Include Mean -TruncateSigma -IntensityRange 0, 200
        $model = New-SegModel -Trees 7 -MaxDepth 5 -Seed 4 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Config $config
        $file = Join-Path $TestDrive 'model.ndseg'
        $model | Export-SegModel $file
    }

    It 'gives back parameters, maps, classes and configuration' {
        $back = Import-SegModel $file
        $back.IsTrained | Should -BeTrue
        $back.Parameters | Should -Be $model.Parameters
        $back.FeatureNames | Should -Be $model.FeatureNames
        $back.Config | Should -Be $model.Config
        $back.Classes | Should -Be $model.Classes
        $back.State.Importance | Should -Be $model.State.Importance
        $back.State.Summary.OutOfBagAccuracy | Should -Be $model.State.Summary.OutOfBagAccuracy
    }

    It 'labels as the model that was saved' {
        $expected = Get-LabelValue ($phantom.Image | Invoke-SegApply $model)
        (Get-LabelValue ($phantom.Image | Invoke-SegApply (Import-SegModel $file))) -join ',' | Should -Be ($expected -join ',')
    }

    It 'is saved again with the same bytes' {
        $again = Join-Path $TestDrive 'again.bin'
        Import-SegModel $file | Export-SegModel $again
        (Get-FileHash $again).Hash | Should -Be (Get-FileHash $file).Hash
    }

    It 'takes wildcards and files from the pipeline' {
        Copy-Item $file (Join-Path $TestDrive 'second.ndseg')
        @(Import-SegModel (Join-Path $TestDrive '*.ndseg')) | Should -HaveCount 2
        @(Get-ChildItem $TestDrive -Filter *.ndseg | Import-SegModel) | Should -HaveCount 2
    }

    It 'round-trips XGBoost' {
        Assert-XGBoost
        $booster = New-SegModel XGBoost -Rounds 5 -Seed 2 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $path = Join-Path $TestDrive 'booster.bin'
        $booster | Export-SegModel $path
        $back = Import-SegModel $path
        $back.Parameters | Should -Be $booster.Parameters
        (Compare-SegLabels ($phantom.Image | Invoke-SegApply $booster) ($phantom.Image | Invoke-SegApply $back)).Equal | Should -BeTrue
    }
}
