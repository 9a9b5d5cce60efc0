Describe 'Completion' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 40 40
        function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText) }
    }

    It 'completes the datasets of an HDF5 file' {
        $file = Join-Path $TestDrive 'labels.h5'
        $phantom.Truth | Export-SegLabels $file -Dataset result/phases
        Get-Completion "Import-SegImage '$file' -Dataset " | Should -Be 'result/phases'
        Get-Completion "Import-SegLabels -Path '$file' -Dataset res" | Should -Be 'result/phases'
        Get-Completion "Import-SegImage -LiteralPath '$file' -Dataset x" | Should -Not -Contain 'result/phases'
    }

    It 'lists all image datasets of a larger file' {
        $found = Get-Completion "Import-SegImage '$(Get-SharedFile 'data/formats/arrays.h5')' -Dataset "
        $found | Should -Contain 'volume_zyx'
        $found | Should -Contain 'entry/data/data'
        $found | Should -Not -Contain 'scalar'
    }

    It 'offers nothing of its own where the file is missing or no HDF5, and no error' {
        { Get-Completion 'Import-SegImage nowhere.h5 -Dataset ' } | Should -Not -Throw
        $file = Join-Path $TestDrive 'plain.tif'
        Write-TestTiff $file -Height 1 -Width 1 -Page (, @(1))
        { Get-Completion "Import-SegImage '$file' -Dataset " } | Should -Not -Throw
    }

    It 'completes map names' {
        Get-Completion 'Export-SegFigure a.png -Map gaussian_' | Should -Be 'gaussian_1', 'gaussian_2', 'gaussian_4', 'gaussian_8', 'gaussian_16'
        Get-Completion 'Get-SegFeatureImportance m.ndseg -Name membrane_m' | Should -Be 'membrane_mean', 'membrane_max', 'membrane_min', 'membrane_median'
    }

    It 'completes class names of the labels that are bound' {
        $global:ndsegTestLabels = $phantom.Truth
        try {
            $found = Get-Completion 'Optimize-SegLabels $ndsegTestLabels -Class '
            $found | Should -Contain 'Cathode'
            Get-Completion 'Optimize-SegLabels -Labels $ndsegTestLabels -Class an' | Should -Be 'Anode'
            Get-Completion 'Optimize-SegLabels $ndsegTestLabels -Class Anode, co' | Should -Be 'Core'
            (TabExpansion2 'Optimize-SegLabels -Labels $ndsegTestLabels -Class Ano' 54).CompletionMatches.ToolTip | Should -BeLike '*value 5*'
            Get-Completion 'Optimize-SegLabels -Labels $ndsegTestLabels -Class zz' | Should -Not -Contain 'Anode'

            $file = Join-Path $TestDrive 'spaced.tif'
            $phantom.Truth | Export-SegLabels $file
            $global:ndsegTestLabels = Import-SegLabels $file -ClassName "it's one", 'two words', 'three', 'four', 'five', 'six'
            Get-Completion 'Optimize-SegLabels -Labels $ndsegTestLabels -Class ' | Should -Be "'it''s one'", "'two words'", 'three', 'four', 'five', 'six'
            Get-Completion "Optimize-SegLabels -Labels `$ndsegTestLabels -Class 'tw" | Should -Be "'two words'"
        }
        finally { Remove-Variable ndsegTestLabels -Scope Global }
    }

    It 'completes the maps of the model that is bound' {
        $global:ndsegTestModel = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Config (New-SegFeatureConfig -Sigma 1, 2 -Exclude Membrane)
        try {
            Get-Completion 'Get-SegFeatureImportance -Model $ndsegTestModel -Name gaus' | Should -Be 'gaussian_1', 'gaussian_2'
            Get-Completion 'Get-SegFeatureImportance $ndsegTestModel -Name dog' | Should -Be 'dog_1_2'
        }
        finally { Remove-Variable ndsegTestModel -Scope Global }
    }

    It 'completes what Export-SegImage can write of the result, the image or the stack in front of it' {
        $global:ndsegTestResult = $phantom.Image | Invoke-SegApply (New-SegModel -Trees 2 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes) -Probability -Uncertainty
        try {
            Get-Completion '$ndsegTestResult | Export-SegImage a.h5 -Map An' | Should -Be 'Anode'
            Get-Completion '$ndsegTestResult | Export-SegImage a.h5 -Map pro' | Should -Be 'probability'
            Get-Completion 'Export-SegImage a.h5 $ndsegTestResult -Map ent' | Should -Be 'entropy'
            Get-Completion '$ndsegTestResult | Export-SegTrainingData a.csv -Provenance Side' | Should -Be 'Sidecar'
        }
        finally { Remove-Variable ndsegTestResult -Scope Global }
    }

    It 'completes enumerations' {
        Get-Completion 'New-SegModel -Algorithm ' | Should -Be 'RandomForest', 'ExtraTrees', 'MixedForest', 'XGBoost'
        Get-Completion 'Get-SegFeatures -Preset Cl' | Should -Be 'Classical'
        Get-Completion 'Invoke-SegApply -Device c' | Should -Be 'Cpu', 'Cuda'
        Get-Completion 'New-SegFeatureConfig -Include med' | Should -Be 'Median'
    }
}
