Describe 'Measure-SegAccuracy' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $truthFile, $otherFile = 'truth.tif', 'other.tif' | ForEach-Object { Join-Path $TestDrive $_ }
        # Ten pixels, the last of them unlabelled in the truth.
        Write-TestTiff $truthFile -Height 2 -Width 5 -Page (, @(1, 1, 1, 1, 2, 2, 2, 5, 5, 0))
        Write-TestTiff $otherFile -Height 2 -Width 5 -Page (, @(1, 1, 1, 2, 2, 2, 5, 5, 5, 1))
        $accuracy = Measure-SegAccuracy $otherFile -Truth $truthFile
    }

    It 'leaves out pixels that are unlabelled in the truth' {
        $accuracy.PixelCount | Should -Be 9
    }

    It 'gives IoU, Dice, precision and recall of every class' {
        # True positives 3, 2, 2; false positives 0, 1, 1; false negatives 1, 1, 0.
        $accuracy.Classes.Value | Should -Be 1, 2, 5
        $accuracy.Classes.Support | Should -Be 4, 3, 2
        $expected = @{
            IoU = (3 / 4), (2 / 4), (2 / 3); Dice = (6 / 7), (4 / 6), (4 / 5)
            Precision = 1, (2 / 3), (2 / 3); Recall = (3 / 4), (2 / 3), 1
        }
        foreach ($figure in $expected.Keys) {
            0..2 | ForEach-Object { [Math]::Abs($accuracy.Classes[$_].$figure - $expected[$figure][$_]) | Should -BeLessThan 1e-12 -Because "$figure of class $_" }
        }
    }

    It 'gives means, overall accuracy, kappa and the confusion matrix' {
        [Math]::Abs($accuracy.MeanIoU - (3 / 4 + 1 / 2 + 2 / 3) / 3) | Should -BeLessThan 1e-12
        [Math]::Abs($accuracy.MeanDice - (6 / 7 + 2 / 3 + 4 / 5) / 3) | Should -BeLessThan 1e-12
        [Math]::Abs($accuracy.OverallAccuracy - 7 / 9) | Should -BeLessThan 1e-12
        $chance = (4 * 3 + 3 * 3 + 2 * 3) / 81
        [Math]::Abs($accuracy.Kappa - (7 / 9 - $chance) / (1 - $chance)) | Should -BeLessThan 1e-12
        $counts = $accuracy.GetConfusionMatrix()
        $counts[0, 0], $counts[0, 1], $counts[1, 2], $counts[2, 2] | Should -Be 3, 1, 1, 2
    }

    It 'has a row of the confusion matrix for every class of the truth, also as JSON' {
        Write-TestTiff (Join-Path $TestDrive 'partly.tif') -Height 2 -Width 5 -Page (, @(0, 1, 1, 2, 2, 2, 5, 5, 5, 1))
        $partly = Measure-SegAccuracy (Join-Path $TestDrive 'partly.tif') -Truth (Import-SegLabels $truthFile -ClassName pore, Unlabelled, Truth)
        foreach ($rows in $partly.ConfusionMatrix, ($partly | ConvertTo-Json -Depth 4 | ConvertFrom-Json).ConfusionMatrix) {
            $rows | Should -HaveCount 3
            $rows[0].PSObject.Properties.Name | Should -Be 'Truth', 'pore', 'Unlabelled (2)', 'Truth (5)', 'Unlabelled'
            $rows.Truth | Should -Be 'pore', 'Unlabelled', 'Truth'
            $rows.pore | Should -Be 2, 0, 0
            $rows.'Unlabelled (2)' | Should -Be 1, 2, 0
            $rows.'Truth (5)' | Should -Be 0, 1, 2
            $rows.Unlabelled | Should -Be 1, 0, 0
        }
    }

    It 'scores a table of samples, each with its own truth' {
        $table = [pscustomobject]@{ Labels = $otherFile; Truth = $truthFile }, [pscustomobject]@{ Labels = $truthFile; Truth = Import-SegLabels $otherFile }
        $rows = @($table | Measure-SegAccuracy)
        $rows.Source | Should -Be 'other.tif', 'truth.tif'
        $rows[0].MeanIoU | Should -Be $accuracy.MeanIoU
        $rows[1].PixelCount | Should -Be 10
        $seen = Invoke-Captured { [pscustomobject]@{ Labels = $otherFile; Truth = 'none.tif' }, $table[0] | Measure-SegAccuracy }
        $seen.Errors | Should -HaveCount 1
        $seen.Errors[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        $seen.Output | Should -HaveCount 1
        $solid = New-SegPhantom -Depth 16 -Height 64 -Width 64
        ([pscustomobject]@{ Labels = $solid.Truth; Truth = $solid.Truth } | Measure-SegAccuracy).MeanIoU | Should -Be 1
    }

    It 'says which labels a row of figures is of' {
        @(Import-SegLabels $truthFile, $otherFile | Measure-SegAccuracy -Truth $truthFile).Source | Should -Be 'truth.tif', 'other.tif'
        $accuracy | Out-String | Should -BeLike '*Source*other.tif*'
        (New-SegPhantom -Depth 16 -Height 64 -Width 64).Truth | ForEach-Object { (Measure-SegAccuracy $_ -Truth $_).Source } | Should -Be '(memory)'
    }

    It 'gives 1 for a map against itself, from objects and pipeline' {
        $truth = Import-SegLabels $truthFile
        ($truth | Measure-SegAccuracy -Truth $truth).MeanIoU | Should -Be 1
        @(Import-SegLabels $truthFile, $otherFile | Measure-SegAccuracy -Truth $truthFile).OverallAccuracy[0] | Should -Be 1
    }

    It 'scores a result against the truth file' -Tag Slow {
        $image = Import-SegImage (Get-SharedFile 'data/sem/0.tif')
        $model = New-SegModel -Trees 10 | Invoke-SegTraining -Image $image -Labels (Get-SharedFile 'data/sem/0_labels.tif')
        $accuracy = $image | Invoke-SegApply $model | Measure-SegAccuracy -Truth (Get-SharedFile 'data/sem/0_ground_truth.tif')
        $accuracy.Classes.Value | Should -Be 85, 170, 255
        ($accuracy.Classes.Support | Measure-Object -Sum).Sum | Should -Be (512 * 512)
    }
}
