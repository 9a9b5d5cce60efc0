# The forms in which the job is written: each from files to files.
Describe 'Pipelines' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data
        $image, $strokes, $truth = 'slice.tif', 'strokes.tif', 'truth.tif' | ForEach-Object { Join-Path $data $_ }
        $scans = (New-Item -ItemType Directory (Join-Path $TestDrive 'scans')).FullName
        foreach ($seed in 1..3) {
            Write-TestTiff (Join-Path $scans "scan$seed.tif") -Height 96 -Width 80 -Page (, (New-SegPhantom 96 80 -Seed $seed).Image.Plane(0))
        }
        function New-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
    }

    It 'goes from slice and strokes by way of the stack to labels and a model file, with <Algorithm>' -ForEach @(
        @{ Algorithm = 'RandomForest' }
        @{ Algorithm = 'XGBoost' }
    ) {
        if ($Algorithm -eq 'XGBoost') { Assert-XGBoost }
        $out = New-Folder
        $features = Import-SegImage $image | Get-SegFeatures
        $labels = Import-SegLabels $strokes
        $model = New-SegModel -Algorithm $Algorithm -MaxDepth 8 -ClassWeight Balanced | Invoke-SegTraining -Features $features -Labels $labels
        $features | Invoke-SegApply -Model $model | Export-SegLabels (Join-Path $out 'out.tif')
        $model | Export-SegModel (Join-Path $out 'battery.ndseg')
        $features.Dispose()
        Get-FileName $out | Should -Be 'battery.ndseg', 'out.tif'
        (Measure-SegAccuracy (Join-Path $out 'out.tif') -Truth $truth).OverallAccuracy | Should -BeGreaterThan 0.65

        # The model file labels the same slice the same, straight from the image.
        Import-SegImage $image | Invoke-SegApply -Model (Join-Path $out 'battery.ndseg') | Export-SegLabels (Join-Path $out 'again.tif')
        (Get-FileHash (Join-Path $out 'again.tif')).Hash | Should -Be (Get-FileHash (Join-Path $out 'out.tif')).Hash
    }

    It 'labels a folder, one slice at a time' {
        $out = New-Folder
        $model = Join-Path $out 'm.ndseg'
        New-SegModel -Trees 20 | Invoke-SegTraining -Image (Import-SegImage $image) -Labels $strokes | Export-SegModel $model
        Get-ChildItem (Join-Path $scans '*.tif') | Import-SegImage | Invoke-SegApply -Model $model | Export-SegLabels -Directory (Join-Path $out 'labels')
        Get-FileName (Join-Path $out 'labels') | Should -Be 'scan1_labels.tif', 'scan2_labels.tif', 'scan3_labels.tif'
        foreach ($seed in 1..3) {
            $found = Import-SegLabels (Join-Path $out "labels/scan${seed}_labels.tif")
            ($found | Measure-SegAccuracy -Truth (New-SegPhantom 96 80 -Seed $seed).Truth).OverallAccuracy | Should -BeGreaterThan 0.5
        }
    }

    It 'appends chemical maps to the filter maps' {
        $features = Import-SegImage $image | Get-SegFeatures -ExtraChannel $phantom.Extras
        $model = New-SegModel -Trees 20 | Invoke-SegTraining -Features $features -Labels $strokes
        $model.FeatureNames | Should -HaveCount 64
        $fromStack = $features | Invoke-SegApply -Model $model
        $fromImage = Import-SegImage $image | Invoke-SegApply -Model $model -ExtraChannel $phantom.Extras
        (Compare-SegLabels $fromStack $fromImage).Equal | Should -BeTrue
        $features.Dispose()
    }

    It 'trains from several image and label pairs and applies to a third' {
        $second = Join-Path $TestDrive 'second'
        $null = Write-PhantomFile $second -Seed 2
        $images = Import-SegImage $image, (Join-Path $second 'slice.tif')
        $labels = Import-SegLabels $strokes, (Join-Path $second 'strokes.tif')
        $model = New-SegModel -Seed 7 | Invoke-SegTraining -Image $images -Labels $labels
        $third = New-SegPhantom 96 80 -Seed 3
        ($third.Image | Invoke-SegApply $model | Measure-SegAccuracy -Truth $third.Truth).OverallAccuracy | Should -BeGreaterThan 0.6
    }

    It 'trains, applies, cleans and measures in one line' {
        $phases = New-SegModel -Trees 10 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes |
            ForEach-Object { $phantom.Image | Invoke-SegApply $_ -Smooth 1 } | Optimize-SegLabels -MajorityRadius 1 | Measure-SegPhase
        ($phases.Pixels | Measure-Object -Sum).Sum | Should -Be (96 * 80)
    }

    It 'takes file objects, paths and wildcards at the head of the pipeline alike' {
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $counts = @(
            @(Get-ChildItem $scans | Import-SegImage | Invoke-SegApply $model).Count
            @(Import-SegImage (Join-Path $scans 'scan[12].tif') | Invoke-SegApply $model).Count
            @(Get-ChildItem $scans | Select-Object -ExpandProperty FullName | Import-SegImage | Invoke-SegApply $model).Count
        )
        $counts | Should -Be 3, 2, 3
    }

    It 'streams: the first labels are there before the last image was read' {
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $order = [Collections.Generic.List[string]]::new()
        Get-ChildItem $scans | ForEach-Object { $order.Add("read $($_.BaseName)"); $_ } | Import-SegImage | Invoke-SegApply $model | ForEach-Object { $order.Add("labelled $($_.Source)") }
        $order.IndexOf('labelled scan1.tif') | Should -BeLessThan $order.IndexOf('read scan3')
    }

    It 'is silent: no progress, nothing but results, with -ProgressAction SilentlyContinue' {
        $seen = Invoke-Captured { $phantom.Image | Get-SegFeatures -ProgressAction SilentlyContinue }
        $seen.Output | Should -HaveCount 1
        $seen.Verbose | Should -HaveCount 0
        $seen.Warnings | Should -HaveCount 0
        $seen.Output[0].Dispose()
    }
}
