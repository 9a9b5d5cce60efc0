Describe 'New-SegModel' -Tag Fast {
    BeforeAll { . $PSScriptRoot/_setup.ps1 }

    It 'makes an untrained Random Forest with the defaults of the contract' {
        $model = New-SegModel
        $model.Algorithm | Should -Be 'RandomForest'
        $model.IsTrained | Should -BeFalse
        $model.Parameters.MaxDepth | Should -Be 8
        $model.Parameters.Trees | Should -Be 100
        $model.Parameters.MinLeafSize | Should -Be 1
        $model.Parameters.MaxFeatures | Should -Be 0
        $model.Parameters.ClassWeight | Should -Be 'Balanced'
        $model.Parameters.Seed | Should -Be 0
        $model.TrainingDevice | Should -Be 'Cpu'
    }

    It 'makes XGBoost with the defaults of the contract' {
        $parameters = (New-SegModel XGBoost).Parameters
        $parameters.Algorithm | Should -Be 'XGBoost'
        $parameters.MaxDepth | Should -Be 6
        $parameters.Eta | Should -Be 0.3
        $parameters.Gamma | Should -Be 0
        $parameters.Rounds | Should -Be 100
    }

    It 'makes <Name> with the defaults of the contract' -ForEach @(
        @{ Name = 'ExtraTrees'; Own = 16, 100, 0 }
        @{ Name = 'MixedForest'; Own = 16, 100, 12 }
    ) {
        $parameters = (New-SegModel $Name).Parameters
        $parameters.Algorithm | Should -Be $Name
        $parameters.MaxDepth, $parameters.Trees, $parameters.ForestDepth | Should -Be $Own
        (New-SegModel mixedforest -ForestDepth 9 -Trees 10).Parameters.ForestDepth | Should -Be 9
        { New-SegModel MixedForest -Trees 1 | Out-Null } | Should -Throw -ErrorId 'InvalidModelParameter,*'
    }

    It 'trains, keeps and applies <_>, the same on any number of threads' -ForEach 'ExtraTrees', 'MixedForest' {
        $phantom = New-SegPhantom 96 80 -Seed 3
        $model = New-SegModel $_ -Trees 20 -Seed 4 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Threads 1
        $again = New-SegModel $_ -Trees 20 -Seed 4 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Threads 2
        $again.Sha256 | Should -Be $model.Sha256
        $file = Join-Path $TestDrive "$_.ndseg"
        $model | Export-SegModel $file
        $read = Import-SegModel $file
        $read.Parameters.Algorithm | Should -Be $_
        ($phantom.Image | Invoke-SegApply $read | Compare-SegLabels ($phantom.Image | Invoke-SegApply $model)).Agreement | Should -Be 1
        ($phantom.Image | Invoke-SegApply $model | Measure-SegAccuracy -Truth $phantom.Truth).OverallAccuracy | Should -BeGreaterThan 0.7
        $summary = $model.State.Summary
        $summary.OutOfBagAccuracy | Should -BeGreaterThan 0.5
        ($model | Get-SegFeatureImportance | Select-Object -First 1).Name | Should -Not -BeNullOrEmpty
    }

    It 'keeps what it is told' {
        $parameters = (New-SegModel -Algorithm XGBoost -MaxDepth 3 -Eta 0.1 -Gamma 2 -Rounds 7 -ClassWeight None -Seed -5).Parameters
        $parameters.MaxDepth, $parameters.Eta, $parameters.Gamma, $parameters.Rounds, $parameters.Seed | Should -Be 3, 0.1, 2, 7, -5
        $parameters.ClassWeight | Should -Be 'None'
        $forest = (New-SegModel -Trees 12 -MinLeafSize 4 -MaxFeatures 9).Parameters
        $forest.Trees, $forest.MinLeafSize, $forest.MaxFeatures | Should -Be 12, 4, 9
    }

    It 'warns of parameters of the other learner' {
        (Invoke-Captured { New-SegModel -Rounds 5 }).Warnings | Should -BeLike '*-Rounds*RandomForest*'
        (Invoke-Captured { New-SegModel XGBoost -Trees 5 }).Warnings | Should -BeLike '*-Trees*XGBoost*'
        (Invoke-Captured { New-SegModel XGBoost -Rounds 5 }).Warnings | Should -HaveCount 0
    }

    It 'refuses <Name> <Value>' -ForEach @(
        @{ Name = 'MaxDepth'; Value = 0 }
        @{ Name = 'Trees'; Value = 0 }
        @{ Name = 'Eta'; Value = 0 }
        @{ Name = 'Eta'; Value = 1.5 }
        @{ Name = 'Gamma'; Value = -1 }
        @{ Name = 'Rounds'; Value = 0 }
    ) {
        $arguments = @{ $Name = $Value }
        { New-SegModel @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError,NDSeg.PowerShell.Commands.NewSegModelCommand'
    }
}
