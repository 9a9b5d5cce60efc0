# What is printed at the prompt: shapes, classes and figures, never the pixels.
Describe 'Format' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data -Height 64 -Width 48
        $image = Import-SegImage (Join-Path $data 'slice.tif')
        $model = New-SegModel -Trees 5 -Seed 3 | Invoke-SegTraining -Image $image -Labels $phantom.Strokes
        $result = $image | Invoke-SegApply $model -Probability -Uncertainty
        $features = $image | Get-SegFeatures
        $deep = New-SegPhantom -Depth 16 -Height 64 -Width 64 -VoxelSize 2, 1, 1
        $table = Get-SegTrainingData $features $phantom.Strokes
        function Get-Printed($Object, [int] $Width = 120) { ($Object | Out-String -Width $Width).Trim() -replace '\e\[[0-9;]*m' }
    }

    AfterAll { $features.Dispose() }

    It 'prints <Name> in a few lines with <Expected>' -ForEach @(
        @{ Name = 'an image'; Object = { $image }; Expected = '64 x 48', 'UInt8', 'slice.tif'; Lines = 4 }
        @{ Name = 'labels'; Object = { $phantom.Truth }; Expected = '64 x 48', 'memory'; Lines = 5 }
        @{ Name = 'a volume'; Object = { $deep.Image }; Expected = '16 x 64 x 64', 'UInt8', '2 x 1 x 1 µm', 'memory'; Lines = 4 }
        @{ Name = 'a label volume'; Object = { $deep.Truth }; Expected = '16 x 64 x 64', '2 x 1 x 1 µm', 'memory'; Lines = 4 }
        @{ Name = 'features'; Object = { $features }; Expected = '64 x 48 x 58', 'cpu', 'slice.tif'; Lines = 5 }
        @{ Name = 'a configuration'; Object = { New-SegFeatureConfig }; Expected = '1, 2, 4, 8', '58', 'MembraneSize 15'; Lines = 12 }
        @{ Name = 'a training table'; Object = { $table }; Expected = "$($table.SampleCount) x 58"; Lines = 12 }
        @{ Name = 'an untrained model'; Object = { New-SegModel }; Expected = 'RandomForest'; Lines = 14 }
        @{ Name = 'a trained model'; Object = { $model }; Expected = 'RandomForest', '58'; Lines = 14 }
        @{ Name = 'a segmentation'; Object = { $result }; Expected = '64 x 48', 'cpu', 'slice.tif'; Lines = 6 }
        @{ Name = 'accuracy'; Object = { $result | Measure-SegAccuracy -Truth $phantom.Truth }; Expected = 'IoU'; Lines = 25 }
        @{ Name = 'phases'; Object = { $result | Measure-SegPhase }; Expected = 'Cathode', 'Fraction', 'slice.tif'; Lines = 8 }
        @{ Name = 'a comparison'; Object = { Compare-SegLabels $phantom.Truth $result }; Expected = 'False', '3072'; Lines = 20 }
        @{ Name = 'importance'; Object = { $model | Get-SegFeatureImportance -First 3 }; Expected = 'impurity'; Lines = 5 }
        @{ Name = 'suggestions'; Object = { $result | Get-SegLabelSuggestion -Count 2 -MinimumArea 2 }; Expected = 'Row'; Lines = 8 }
        @{ Name = 'cross-validation'; Object = { New-SegModel -Trees 3 | Test-SegModel $table -Folds 2 -WarningAction SilentlyContinue }; Expected = '2'; Lines = 25 }
        @{ Name = 'a phantom'; Object = { $phantom }; Expected = '64 x 48'; Lines = 8 }
        @{ Name = 'devices'; Object = { Get-SegDevice }; Expected = 'cpu', 'xgboost', 'libtorch'; Lines = 20 }
    ) {
        $text = Get-Printed (& $Object)
        foreach ($part in $Expected) { $text | Should -BeLike "*$part*" }
        @($text -split '\n').Count | Should -BeLessOrEqual $Lines -Because $text
        $text | Should -Not -Match 'System\.|Object\[\]|Collections|SegClass \{|Parameters \{|\w+`1'
    }

    It 'prints no pixels in a list either: <Name>' -ForEach @(
        @{ Name = 'image'; Object = { $image } }
        @{ Name = 'labels'; Object = { $phantom.Truth } }
        @{ Name = 'segmentation'; Object = { $image | Invoke-SegApply $model -Uncertainty } }
        @{ Name = 'features'; Object = { $features } }
        @{ Name = 'training table'; Object = { $table } }
        @{ Name = 'model'; Object = { $model } }
        @{ Name = 'accuracy'; Object = { $result | Measure-SegAccuracy -Truth $phantom.Truth } }
    ) {
        $list = Get-Printed (& $Object | Format-List)
        $list.Length | Should -BeLessThan 2500
        $list | Should -Not -Match 'System\.|SegClass \{|Parameters \{|\w+`1'
        (Get-Printed (& $Object | Format-List *)).Length | Should -BeLessThan 20000 -Because 'Format-List * is what people type'
    }

    It 'prints tables of 80 columns without cutting names' {
        Get-Printed ($model | Get-SegFeatureImportance -First 2) 80 | Should -BeLike '*Importance*'
        Get-Printed ($result | Measure-SegPhase) 80 | Should -BeLike '*Background*'
    }

    It 'has a view for every type a command says it writes' {
        $viewed = (Get-FormatData -TypeName 'NDSeg.*').TypeNames
        $written = (Get-Command -Module NDSeg).OutputType.Type.FullName | Where-Object { $_ -like 'NDSeg.*' } | Sort-Object -Unique
        $written.Count | Should -BeGreaterThan 10
        $written | Where-Object { $_ -notin $viewed } | Should -HaveCount 0
    }

    It 'names properties that exist in every view and in the type data' {
        $folder = Join-Path $repositoryRoot 'module'
        # A provenance is read from JSON; Measure-SegPhase notes on its objects which labels they are about.
        $views = Select-Xml '//View[ViewSelectedBy/TypeName!="NDSeg.Provenance"]' (Join-Path $folder 'NDSeg.Format.ps1xml') | ForEach-Object {
            @{ Type = $_.Node.ViewSelectedBy.TypeName; Names = $_.Node.SelectNodes('.//PropertyName').InnerText }
        }
        $types = Select-Xml '/Types/Type' (Join-Path $folder 'NDSeg.Types.ps1xml') | ForEach-Object {
            @{ Type = $_.Node.Name; Names = $_.Node.SelectNodes('.//ReferencedProperties/Name').InnerText }
        }
        @($views).Count | Should -BeGreaterThan 10
        foreach ($entry in @($views) + @($types)) {
            # Jobs have an assembly of their own, which only their commands load.
            $type = ($entry.Type -as [type]) ?? [type]::GetType("$($entry.Type), NDSeg.Jobs")
            $type | Should -Not -BeNullOrEmpty -Because "there is a view of $($entry.Type)"
            $properties = $type.GetProperties()
            $existing = @($properties.Name) + 'Source'
            $entry.Names | Where-Object { $_ -and $_ -notin $existing } | Should -HaveCount 0 -Because "the view of $($entry.Type)"
            $pixels = $properties | Where-Object { $_.PropertyType.IsArray -and $_.PropertyType.GetElementType().IsPrimitive } | ForEach-Object Name
            $entry.Names | Where-Object { $_ -in $pixels } | Should -HaveCount 0 -Because "$($entry.Type) must not print arrays of numbers"
        }
    }

    It 'makes text of objects that says what they are' {
        "$image" | Should -Be '64 x 48 UInt8 slice.tif'
        "$($phantom.Truth)" | Should -Be '64 x 48, 6 classes, (memory)'
        "$model" | Should -Be 'RandomForest, 6 classes, 58 maps'
        "$features" | Should -Be '64 x 48 x 58 on cpu, slice.tif'
    }
}
