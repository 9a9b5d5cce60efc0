# Models of volumes in three dimensions: training, application slice by slice, what does not go together.
Describe 'Models of volumes' {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        Write-Volume scan.tif (0..9)
        $strokes = [byte[][]]@(0..9 | ForEach-Object { , [byte[]]::new($edge * $edge) })
        foreach ($slice in 3, 7) {
            for ($y = 0; $y -lt $edge; $y += 8) {
                for ($x = 0; $x -lt $edge; $x++) { $strokes[$slice][$y * $edge + $x] = if (Test-Bright $y $x $slice) { 2 } else { 1 } }
            }
        }
        Write-TestTiff (Join-Path $workspace scan_strokes.tif) -Height $edge -Width $edge -Page $strokes
        $small = New-SegFeatureConfig -Preset Volume -Sigma 1, 2
        $volume = Import-SegImage scan.tif -As Volume -VoxelSize 2, 1, 1
        $model = New-SegModel -Trees 10 -MaxDepth 5 | Invoke-SegTraining -Volume $volume -Labels scan_strokes.tif -Config $small
        $model | Export-SegModel volume.ndseg
    }

    AfterAll { Pop-Location }

    It 'has 43 maps by default, and the configuration of its file' -Tag Fast {
        $default = New-SegFeatureConfig -Preset Volume
        $default.Dimensions | Should -Be 3
        $default.Sigmas | Should -Be 1, 2, 4, 8
        $default.SigmaMultiplier | Should -Be 1
        (New-SegFeatureConfig -Preset Volume -Exclude Structure).Filters | Should -Be Gaussian, Gradient, Laplacian, Hessian, DifferenceOfGaussians
        $read = Import-SegModel volume.ndseg
        $read.Config | Should -Be $model.Config
        $read.FeatureNames | Should -HaveCount 20
        $read.Config.VoxelRatio.Z | Should -Be 2
    }

    It 'labels a volume slice by slice, in one file' -Tag Fast {
        $results = $volume | Invoke-SegApply volume.ndseg
        $results.Series.Ordinal | Should -Be (0..9)
        $results.Slice | Should -Be (0..9)
        $made = $volume | Invoke-SegApply volume.ndseg -Threads 1 | Export-SegLabels scan_labels.tif -PassThru -Provenance Sidecar
        $made.SliceCount | Should -Be 10
        foreach ($z in 0, 5, 9) { Test-SameLabels $results[$z] (Import-SegLabels scan_labels.tif -Slice $z) | Should -BeTrue }
        $right = 0
        for ($x = 0; $x -lt $edge; $x++) { if (($results[5].Labels[20, $x] -eq 2) -eq (Test-Bright 20 $x 5)) { $right++ } }
        $right | Should -BeGreaterThan ($edge * 0.85)
        (Get-SegProvenance scan_labels.tif | ConvertTo-Json -Depth 9) | Should -BeLike '*"VoxelSize":*2 x 1 x 1*'
    }

    It 'cross-validates on volumes, with strokes that go through slices' -Tag Fast {
        $rows = Test-SegModel -Volume $volume -Labels scan_strokes.tif -Algorithm RandomForest, ExtraTrees -Folds 2
        $rows | ForEach-Object { "$($_.Preset) $($_.Algorithm) $($_.Maps)" } | Should -Be 'Volume RandomForest 43', 'Volume ExtraTrees 43'
        $rows[0].MeanIoU | Should -BeGreaterThan 0.5
        $piped = New-SegModel | Test-SegModel -Volume $volume -Labels @(Import-SegLabels scan_strokes.tif -Slice 3, 7) -Folds 2
        $piped.MeanIoU | Should -Be $rows[0].MeanIoU
        $flat = Test-SegModel ($volume | Get-SegTrainingData -Labels scan_strokes.tif) -Algorithm RandomForest -Folds 2
        $flat.Result.StrokeCount | Should -Be $rows[0].Result.StrokeCount
    }

    It 'keeps probabilities and uncertainty where they are asked for' -Tag Fast {
        $results = $volume | Invoke-SegApply $model -Probability -Uncertainty
        $probabilities = $results[4].GetProbabilities()
        $probabilities | Should -HaveCount 2
        ($probabilities[0][100] + $probabilities[1][100]) | Should -BeGreaterThan 0.999
        $results[4].GetMargin() | Should -HaveCount ($edge * $edge)
    }

    It 'trains from strokes on slices as from a label volume' -Tag Fast {
        $slices = @(Import-SegLabels scan_strokes.tif -Slice 3, 7)
        $again = New-SegModel -Trees 10 -MaxDepth 5 | Invoke-SegTraining -Volume $volume -Labels $slices -Config $small
        Test-SameLabels @($volume | Invoke-SegApply $again)[2] @($volume | Invoke-SegApply $model)[2] | Should -BeTrue
        $table = $volume | Get-SegTrainingData -Labels scan_strokes.tif -Config $small
        $table.Shape | Should -Be "$(2 * 6 * $edge) x 20"
        ($table.GetImages() | Sort-Object -Unique) | Should -Be 3, 7
    }

    It 'matches the classes of strokes on slices by their values' -Tag Fast {
        # Slice 3 knows the values 1 and 2, slice 7 knows 1 and 3.
        $pages = [byte[][]]@(0..9 | ForEach-Object { , [byte[]]::new($edge * $edge) })
        foreach ($slice in 3, 7) {
            for ($y = 0; $y -lt $edge; $y += 8) {
                for ($x = 0; $x -lt $edge; $x++) { $pages[$slice][$y * $edge + $x] = if (Test-Bright $y $x $slice) { if ($slice -eq 3) { 2 } else { 3 } } else { 1 } }
            }
        }
        Write-TestTiff (Join-Path $workspace three.tif) -Height $edge -Width $edge -Page $pages
        $parts = @(Import-SegLabels three.tif -Slice 3) + @(Import-SegLabels three.tif -Slice 7)
        $whole = New-SegModel -Trees 10 -MaxDepth 5 | Invoke-SegTraining -Volume $volume -Labels three.tif -Config $small
        $again = New-SegModel -Trees 10 -MaxDepth 5 | Invoke-SegTraining -Volume $volume -Labels $parts -Config $small
        $again.Classes.Value | Should -Be 1, 2, 3
        $again.Classes.Name | Should -Be $whole.Classes.Name
        "$($again.Classes.Color)" | Should -Be "$($whole.Classes.Color)"
        Test-SameLabels @($volume | Invoke-SegApply $again)[6] @($volume | Invoke-SegApply $whole)[6] | Should -BeTrue
    }

    It 'finds the slices of strokes in a part of a file' -Tag Fast {
        $part = Import-SegImage scan.tif -As Volume -Slice 2-8
        $part.FirstSlice | Should -Be 2
        $table = $part | Get-SegTrainingData -Labels (Import-SegLabels scan_strokes.tif -Slice 7) -Config $small
        ($table.GetImages() | Sort-Object -Unique) | Should -Be 5
        $seen = Invoke-Captured { Import-SegImage scan.tif -As Volume -Slice 2-5 | Get-SegTrainingData -Labels (Import-SegLabels scan_strokes.tif -Slice 7) -Config $small }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SliceOutOfRange,*'
        $seen.Errors[0] | Should -BeLike '*slices 2 to 5*scan_strokes.tif?7?*'

        # Strokes of a file that is as long as the part are numbered as the part is.
        Import-SegLabels scan_strokes.tif -As Volume -Slice 2-8 | Export-SegLabels part_strokes.tif
        $own = $part | Get-SegTrainingData -Labels (Import-SegLabels part_strokes.tif -Slice 5) -Config $small
        ($own.GetImages() | Sort-Object -Unique) | Should -Be 5
    }

    It 'trains <_> on maps of volumes' -Tag Fast -ForEach 'ExtraTrees', 'MixedForest', 'XGBoost' {
        if ($_ -eq 'XGBoost') { Assert-XGBoost }
        $other = New-SegModel -Algorithm $_ | Invoke-SegTraining -Volume $volume -Labels scan_strokes.tif -Config $small
        @($volume | Invoke-SegApply $other) | Should -HaveCount 10
    }

    It 'goes on where a killed run stopped' -Tag Slow {
        $volume | Invoke-SegApply volume.ndseg | Export-SegLabels whole_labels.tif -Provenance Both
        $kill = 'ForEach-Object { if ($_.Series.Ordinal -eq 5) { [Diagnostics.Process]::GetCurrentProcess().Kill() }; $_ }'
        $read = 'Import-SegImage scan.tif -As Volume -VoxelSize 2, 1, 1 -ResumeFrom part_labels.tif | Invoke-SegApply volume.ndseg'
        $write = 'Export-SegLabels part_labels.tif -Resume -Provenance Both'
        Invoke-Process "$read | $kill | $write" | Should -Not -Be 0
        Test-Path part_labels.tif | Should -BeFalse
        $computed = [Collections.Generic.List[int]]::new()
        Invoke-Expression "$read | ForEach-Object { `$computed.Add(`$_.Series.Ordinal); `$_ } | $write"
        $computed.Count | Should -BeIn 5, 6
        Get-Hash part_labels.tif | Should -Be (Get-Hash whole_labels.tif)
    }

    It 'takes the files of a folder for slices' -Tag Fast {
        foreach ($number in 9, 10, 8) { Write-Volume "layers/layer_$number.tif" $number }
        $layers = Import-SegImage layers -As Volume -VoxelSize 2, 1, 1
        "$layers" | Should -BeLike "3 x $edge x $edge UInt8 layers"
        $layers.ReadSlice(2)[0, 4, 5] | Should -Be (Import-SegImage layers/layer_10.tif)[0, 4, 5]
        Write-Volume same.tif 8, 9, 10
        $whole = @(Import-SegImage same.tif -As Volume -VoxelSize 2, 1, 1 | Invoke-SegApply volume.ndseg)
        $made = $layers | Invoke-SegApply volume.ndseg | Export-SegLabels layers_labels.tif -PassThru
        $made.SliceCount | Should -Be 3
        Test-SameLabels $whole[1] (Import-SegLabels layers_labels.tif -Slice 1) | Should -BeTrue
        Set-Content layers/layer_9.tif 'no image'
        $seen = Invoke-Captured { $layers | Invoke-SegApply volume.ndseg }
        $seen.Output | Should -HaveCount 2
        "$($seen.Errors[0].TargetObject)" | Should -Be 'layers[1]'
    }

    It 'reports a damaged slice and labels the others' -Tag Fast {
        Write-Volume hurt3.tif (0..9)
        Set-DamagedPage hurt3.tif 4
        $seen = Invoke-Captured { Import-SegImage hurt3.tif -As Volume -VoxelSize 2, 1, 1 | Invoke-SegApply volume.ndseg | Export-SegLabels hurt3_labels.tif -PassThru }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TruncatedImage,*'
        "$($seen.Errors[0].TargetObject)" | Should -Be 'hurt3.tif[4]'
        $seen.Output.MissingSlices | Should -Be 4
        Import-SegLabels hurt3_labels.tif -Slice 4 | ForEach-Object { $_.CountPixels()[0] } | Should -Be ($edge * $edge)
        (Invoke-Captured { New-SegModel | Invoke-SegTraining -Volume (Import-SegImage hurt3.tif -As Volume) -Labels scan_strokes.tif -Config $small }).Errors.FullyQualifiedErrorId |
            Should -BeLike 'TruncatedImage,*'
    }

    It 'takes extra channels as volumes' -Tag Fast {
        $extra = Import-SegImage scan.tif -As Volume
        $two = New-SegModel -Trees 5 | Invoke-SegTraining -Volume $volume -Labels scan_strokes.tif -Config $small -ExtraVolume $extra
        $two.FeatureNames[-1] | Should -Be 'c0'
        @($volume | Invoke-SegApply $two -ExtraVolume $extra) | Should -HaveCount 10
        (Invoke-Captured { $volume | Invoke-SegApply $two }).Errors.FullyQualifiedErrorId | Should -BeLike 'ChannelMismatch,*'
        $short = Import-SegImage scan.tif -As Volume -Slice 0-3
        (Invoke-Captured { $volume | Invoke-SegApply $two -ExtraVolume $short }).Errors.FullyQualifiedErrorId | Should -BeLike 'ExtraChannelShapeMismatch,*'
    }

    It 'gives the maps of a volume as one stack per slice, or says how large they are' -Tag Fast {
        $stacks = @($volume | Get-SegFeatures -Config $small)
        $stacks | Should -HaveCount 10
        $stacks[0].Names | Should -Be $model.FeatureNames
        Test-SameLabels ($stacks[6] | Invoke-SegApply $model) @($volume | Invoke-SegApply $model)[6] | Should -BeTrue
        $stacks.ForEach('Dispose')
        $huge = [NDSeg.Images.SegVolume]::new(100000, 20000, 20000, 'UInt8', [string[]]'c0', { throw 'not read' })
        (Invoke-Captured { $huge | Get-SegFeatures }).Errors[0] | Should -BeLike '*100000 x 20000 x 20000*GB*'
    }

    It 'says what does not go together' -Tag Fast {
        $seen = Invoke-Captured { Import-SegImage scan.tif -Slice 0 | Invoke-SegApply volume.ndseg }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'DimensionMismatch,*'
        "$($seen.Errors[0])" | Should -Be "Expected a volume, since the model's maps are those of volumes in three dimensions, found the single image scan.tif[0]."
        $seen.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Import-SegImage -As Volume*'
        (Invoke-Captured { Import-SegImage scan.tif -Slice 0 | Get-SegFeatures -Preset Volume }).Errors.FullyQualifiedErrorId | Should -BeLike 'DimensionMismatch,*'
        (Invoke-Captured { $volume | Get-SegFeatures -Preset Default }).Errors.FullyQualifiedErrorId | Should -BeLike 'DimensionMismatch,*'
        (Invoke-Captured { $volume | Invoke-SegApply volume.ndseg -Smooth 2 }).Errors.FullyQualifiedErrorId | Should -BeLike 'SmoothNotSupported,*'
        (Invoke-Captured { New-SegModel | Invoke-SegTraining -Volume $volume -Labels strokes.tif }).Errors.FullyQualifiedErrorId | Should -BeLike 'LabelShapeMismatch,*'
        foreach ($wrong in @{ Sigma = 100 }, @{ TruncateSigma = $true }, @{ IntensityRange = 0, 100 }) {
            $seen = Invoke-Captured { New-SegFeatureConfig -Preset Volume @wrong }
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidFeatureConfig,*'
            $seen.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'Leave*'
        }
        foreach ($wrong in @{ MembraneSize = 21 }, @{ Option = @{ MembraneSize = 21 } }) {
            $seen = Invoke-Captured { New-SegFeatureConfig -Preset Volume @wrong }
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownOption,*'
            "$($seen.Errors[0])" | Should -BeLike "Expected no option with maps of volumes*'MembraneSize'*"
            $seen.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'Leave it out*'
        }
        { New-SegFeatureConfig -Preset Volume -Include Membrane } | Should -Throw -ErrorId 'UnknownFilter,*'
    }

    It 'applies a model of single images to every slice' -Tag Fast {
        $flat = @($volume | Invoke-SegApply model.ndseg)
        $flat.Series.Ordinal | Should -Be (0..9)
        Test-SameLabels $flat[3] (Import-SegImage scan.tif -Slice 3 | Invoke-SegApply model.ndseg) | Should -BeTrue
    }

    It 'warns where voxels of unknown size look longer along z' -Tag Fast {
        $null = Import-SegImage scan.tif -As Volume | Invoke-SegApply volume.ndseg -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*slices are taken to be 2*-VoxelSize*'
        $smooth = foreach ($n in 0..5) { , [byte[]]@(for ($i = 0; $i -lt $edge * $edge; $i++) { ($i % $edge + 40 * $n) % 256 }) }
        Write-TestTiff (Join-Path $workspace long.tif) -Height $edge -Width $edge -Page $smooth
        $null = Import-SegImage long.tif -As Volume | Get-SegFeatures -Config $small -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*differ * times as much*-VoxelSize*'
        $null = Import-SegImage long.tif -As Volume -VoxelSize 5, 1, 1 | Get-SegFeatures -Config $small -WarningVariable warned
        $warned | Should -HaveCount 0
    }
}
