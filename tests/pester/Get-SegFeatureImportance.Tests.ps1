Describe 'Get-SegFeatureImportance' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 64 64 -Seed 2
        $model = New-SegModel -Trees 10 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
    }

    It 'ranks all maps by shares that add up to one' {
        $ranked = @($model | Get-SegFeatureImportance)
        $ranked | Should -HaveCount 58
        $ranked | ForEach-Object Rank | Should -Be (1..58)
        @($ranked.Name | Sort-Object) | Should -Be @($model.FeatureNames | Sort-Object)
        [Math]::Abs(($ranked.Importance | Measure-Object -Sum).Sum - 1) | Should -BeLessThan 1e-9
        1..57 | ForEach-Object { $ranked[$_].Importance -le $ranked[$_ - 1].Importance } | Should -Not -Contain $false
        $ranked[0].Measure | Should -Be 'impurity'
    }

    It 'lists the first ones, or those whose names match' {
        $model | Get-SegFeatureImportance -First 3 | ForEach-Object Rank | Should -Be 1, 2, 3
        $blurs = @(Get-SegFeatureImportance $model -Name 'gaussian_*')
        @($blurs.Name | Sort-Object) | Should -Be 'gaussian_1', 'gaussian_16', 'gaussian_2', 'gaussian_4', 'gaussian_8'
        @(Get-SegFeatureImportance $model -Name 'gaussian_2', 'membrane_*' -First 4) | Should -HaveCount 4
    }

    It 'takes the path of a model file' {
        $file = Join-Path $TestDrive 'm.ndseg'
        $model | Export-SegModel $file
        @(Get-SegFeatureImportance $file -First 1).Name | Should -Be @($model | Get-SegFeatureImportance -First 1).Name
    }

    It 'says which model a row is of' {
        $one, $two = 'one.ndseg', 'two.ndseg' | ForEach-Object { Join-Path $TestDrive $_ }
        $model | Export-SegModel $one
        $model | Export-SegModel $two
        (Import-SegModel $one, $two).Path | Should -Be $one, $two
        (Import-SegModel $one).Sha256 | Should -Be $model.Sha256
        $rows = Import-SegModel $one, $two | Get-SegFeatureImportance -First 1
        $rows.Source | Should -Be 'one.ndseg', 'two.ndseg'
        $rows | Out-String | Should -BeLike '*Source*one.ndseg*two.ndseg*'
        ($model | Get-SegFeatureImportance -First 1).Source | Should -Be '(memory)'
        $model.Path | Should -BeNullOrEmpty
    }

    It 'does not know a map of another name' {
        $seen = Invoke-Captured { $model | Get-SegFeatureImportance -Name nope, gaussian_2, 'none*' }
        $seen.Output.Name | Should -Be 'gaussian_2'
        $seen.Errors | Should -HaveCount 1
        $seen.Errors[0].FullyQualifiedErrorId | Should -BeLike 'UnknownFeature,*'
        $seen.Errors[0].TargetObject | Should -Be 'nope'
    }

    It 'finds the one map that tells two classes apart' {
        $image = Join-Path $TestDrive 'noise.tif'
        $random = [Random]::new(1)
        $noise = [byte[]]::new(4096); $random.NextBytes($noise)
        Write-TestTiff $image -Height 64 -Width 64 -Page (, $noise)
        $extra = Join-Path $TestDrive 'extra.tif'
        Write-TestTiff $extra -Height 64 -Width 64 -Page (, @(0..4095 | ForEach-Object { 100 * ($_ % 64 -ge 32) }))
        $labels = Join-Path $TestDrive 'labels.tif'
        Write-TestTiff $labels -Height 64 -Width 64 -Page (, @(0..4095 | ForEach-Object { if ($_ % 5) { 0 } else { 1 + ($_ % 64 -ge 32) } }))
        $told = New-SegModel -MaxFeatures 59 | Invoke-SegTraining -Image (Import-SegImage $image) -ExtraChannel (Import-SegImage $extra) -Labels $labels
        $best = $told | Get-SegFeatureImportance -First 1
        $best.Name | Should -Be $told.FeatureNames[58]
        $best.Importance | Should -BeGreaterThan 0.95
    }

    It 'gives gain for XGBoost' {
        Assert-XGBoost
        $booster = New-SegModel XGBoost -Rounds 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $ranked = @($booster | Get-SegFeatureImportance)
        $ranked[0].Measure | Should -Be 'gain'
        [Math]::Abs(($ranked.Importance | Measure-Object -Sum).Sum - 1) | Should -BeLessThan 1e-6
    }
}
