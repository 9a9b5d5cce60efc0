# Objects leave the console intact: what a view shows are properties with scalar values, and nothing can be changed behind a hash.
Describe 'Objects' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data -Height 40 -Width 48
        $slice = Join-Path $data 'slice.tif'
        $image = Import-SegImage $slice
        $model = New-SegModel -Trees 5 -Seed 3 | Invoke-SegTraining -Image $image -Labels $phantom.Strokes
        $result = $image | Invoke-SegApply $model -Probability -Uncertainty
        $features = $image | Get-SegFeatures
        $table = Get-SegTrainingData $features $phantom.Strokes
    }

    AfterAll { $features.Dispose() }

    It 'exports phases as the view shows them' {
        $phases = $result | Measure-SegPhase
        $csv = $phases | ConvertTo-Csv | ConvertFrom-Csv
        $csv[3].Class | Should -Be 'Cathode'
        $csv[3].Value | Should -Be '4'
        $csv[3].Color | Should -Be '#ff7f0e'
        $csv[3].Source | Should -Be 'slice.tif'
        $json = $phases | ConvertTo-Json | ConvertFrom-Json
        $json[3].Class | Should -Be 'Cathode'
        $json[3].Color | Should -Be '#ff7f0e'
        ($phases | Where-Object Class -EQ 'Cathode').Value | Should -Be 4
        ($phases | Group-Object Class).Name | Should -Contain 'Anode'
        ($phases | Select-Object Class, Pixels)[0].Class | Should -Be 'Background'
    }

    It 'exports accuracy per class' {
        $classes = ($result | Measure-SegAccuracy -Truth $phantom.Truth).Classes
        ($classes | Where-Object Class -EQ 'Anode').Value | Should -Be 5
        ($classes | ConvertTo-Json | ConvertFrom-Json)[4].Class | Should -Be 'Anode'
        ($classes | ConvertTo-Csv | ConvertFrom-Csv)[4].Color | Should -Be '#1f77b4'
    }

    It 'has scalar properties of a model, training and out-of-bag accuracy apart' {
        $row = $model | Select-Object Algorithm, ClassCount, Maps, Depth, ClassWeight, Seed, Samples, TrainingAccuracy, OutOfBagAccuracy
        $row.Maps | Should -Be 58
        $row.Depth | Should -Be 8
        $row.Seed | Should -Be 3
        $row.ClassCount | Should -Be 6
        $row.TrainingAccuracy | Should -BeGreaterThan $row.OutOfBagAccuracy
        $csv = $row | ConvertTo-Csv | ConvertFrom-Csv
        $csv.OutOfBagAccuracy | Should -Not -BeNullOrEmpty
        $printed = $model | Out-String -Width 80
        $printed | Should -BeLike '*Training*OutOfBag*'
        $printed | Should -BeLike ('*{0:0.0000}*{1:0.0000}*' -f $model.TrainingAccuracy, $model.OutOfBagAccuracy)
        (New-SegModel).OutOfBagAccuracy | Should -BeNullOrEmpty
    }

    It 'knows path, slice and classes of images, labels and results' {
        $image.Path | Should -Be $slice
        $result.Path | Should -Be $slice
        ($result | ConvertTo-Csv | ConvertFrom-Csv).Classes | Should -BeLike '1 Background, 2 Casing,*'
        "$($phantom.Truth.Classes[3])" | Should -Be 'Cathode'
        $phantom.Truth.Classes[3].Name | Should -Be 'Cathode'
        $phantom.Truth.Classes[0..1].Name | Should -Be 'Background', 'Casing'
        ($phantom.Truth.Classes | ConvertTo-Csv | ConvertFrom-Csv)[3].Color | Should -Be '#ff7f0e'
    }

    It 'keeps pixels out of lists and JSON: <Name>' -ForEach @(
        @{ Name = 'segmentation'; Object = { $result } }
        @{ Name = 'training table'; Object = { $table } }
    ) {
        $list = (& $Object | Format-List * | Out-String) -replace '\e\[[0-9;]*m'
        $list | Should -Not -Match '\b(Margin|Entropy|Probabilities|Values|Targets|Rows) '
        (& $Object | ConvertTo-Json -WarningAction SilentlyContinue).Length | Should -BeLessThan 60000
    }

    It 'still gives the arrays to who asks for them' {
        $result.Margin.Length | Should -Be (40 * 48)
        $result.Margin.GetType() | Should -Be ([single[]])
        $result.Probabilities.Count | Should -Be 6
        ($image | Invoke-SegApply $model).Margin | Should -BeNullOrEmpty
        $table.Values.GetType() | Should -Be ([single[]])
        $table.Targets.Length | Should -Be $table.SampleCount
    }

    It 'comes out of a job with what the view shows' -Tag Slow {
        $job = Start-Job -ArgumentList $modulePath, $slice {
            param($module, $slice)
            Import-Module $module
            $image = Import-SegImage $slice
            $image
            $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $image -Labels (New-SegPhantom 40 48).Strokes
            $model
            $image | Invoke-SegApply $model -Uncertainty
        }
        $image2, $model2, $result2 = $job | Receive-Job -Wait -AutoRemoveJob
        $image2.Path | Should -Be $slice
        $model2.Maps | Should -Be 58
        $model2.OutOfBagAccuracy | Should -BeGreaterThan 0
        $result2.Algorithm | Should -Be 'RandomForest'
        $result2.ClassCount | Should -Be 6
        $result2.PSObject.Properties['Margin'] | Should -BeNullOrEmpty
    }

    It 'lets nothing of a model be changed' {
        $hash = $model.Sha256
        $seen = [Collections.Generic.HashSet[object]]::new([Collections.Generic.ReferenceEqualityComparer]::Instance)
        $open = [Collections.Generic.Queue[object]]::new()
        $open.Enqueue($model)
        $changed = [Collections.Generic.List[string]]::new()
        while ($open.Count -gt 0) {
            $object = $open.Dequeue()
            if (-not $seen.Add($object)) { continue }
            foreach ($property in $object.PSObject.Properties) {
                $value = $property.Value
                try {
                    $object.($property.Name) = $value
                    $changed.Add("$($object.GetType().Name).$($property.Name)")
                }
                catch { $null = $_ }
                foreach ($inner in @($value)) {
                    if ($null -ne $inner -and $inner.GetType().Namespace -like 'NDSeg*' -and -not $inner.GetType().IsValueType) { $open.Enqueue($inner) }
                }
            }
        }
        $seen.Count | Should -BeGreaterThan 20
        $changed | Should -HaveCount 0
        { $model.Classes[0].Name = 'x' } | Should -Throw
        { $model.Classes[0] = $model.Classes[1] } | Should -Throw
        { $model.Config.SigmaMultiplier = 2 } | Should -Throw
        $model.State.Ensemble.Trees[0].Threshold[0] = 99
        $file = Join-Path $TestDrive 'unchanged.ndseg'
        $model | Export-SegModel $file
        (Get-FileHash $file).Hash | Should -Be $hash
    }

    It 'prints units that are known' {
        $size = [NDSeg.Images.PixelSize]::new(4, 4, 1, "ImageJ=1.53t`nunit=micron`n")
        $calibrated = [NDSeg.Images.SegImage]::new(2, 2, 'UInt8', [array[]]@(, [byte[]](1, 2, 3, 4)), $null, $null, $size)
        ($calibrated | Format-List | Out-String) | Should -BeLike '*4 x 4 pixels per µm*'
    }

    It 'fits the list of devices into 80 columns without cutting a reason off' {
        $text = (Get-SegDevice | Out-String -Width 80) -replace '\e\[[0-9;]*m'
        $text | Should -Not -Match '…'
        ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}
