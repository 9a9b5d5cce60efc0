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
        $types = Select-Xml '/Types/Type[Name!="NDSeg.Provenance"]' (Join-Path $folder 'NDSeg.Types.ps1xml') | ForEach-Object {
            @{ Type = $_.Node.Name; Names = $_.Node.SelectNodes('.//ReferencedProperties/Name').InnerText; Added = $_.Node.SelectNodes('Members/ScriptProperty/Name').InnerText }
        }
        @($views).Count | Should -BeGreaterThan 10
        foreach ($entry in @($views) + @($types)) {
            # Jobs have an assembly of their own, which only their commands load.
            $type = ($entry.Type -as [type]) ?? [type]::GetType("$($entry.Type), NDSeg.Jobs")
            $type | Should -Not -BeNullOrEmpty -Because "there is a view of $($entry.Type)"
            $properties = $type.GetProperties()
            $added = ($types | Where-Object { $_.Type -eq $entry.Type }).Added
            $existing = @($properties.Name) + 'Source' + @($added)
            $entry.Names | Where-Object { $_ -and $_ -notin $existing } | Should -HaveCount 0 -Because "the view of $($entry.Type)"
            $pixels = $properties | Where-Object { $_.PropertyType.IsArray -and $_.PropertyType.GetElementType().IsPrimitive } | ForEach-Object Name
            $entry.Names | Where-Object { $_ -in $pixels } | Should -HaveCount 0 -Because "$($entry.Type) must not print arrays of numbers"
        }
    }

    It 'names columns and lines as properties, so that Select-Object finds what a view shows' {
        $folder = Join-Path $repositoryRoot 'module'
        $added = @{}
        Select-Xml '/Types/Type' (Join-Path $folder 'NDSeg.Types.ps1xml') | ForEach-Object { $added[$_.Node.Name] = @($_.Node.SelectNodes('Members/ScriptProperty/Name').InnerText) }
        # A provenance is read from JSON. A place in three columns of one width says so; Measure-SegPhase notes where its objects come from.
        $more = @{ 'NDSeg.Objects.SegObject' = 'Centroid X, Y, Z', 'Border'; 'NDSeg.Quality.SegPhase' = @('Source') }
        foreach ($view in Select-Xml '//View[ViewSelectedBy/TypeName!="NDSeg.Provenance"]' (Join-Path $folder 'NDSeg.Format.ps1xml')) {
            $name = $view.Node.ViewSelectedBy.TypeName
            $type = ($name -as [type]) ?? [type]::GetType("$name, NDSeg.Jobs")
            $known = @($type.GetProperties().Name) + $added[$name] + $more[$name]
            $labels = @($view.Node.SelectNodes('.//Label').InnerText)
            $labels | Should -Not -BeNullOrEmpty
            $labels | Where-Object { $_ -notin $known } | Should -HaveCount 0 -Because "the view $($view.Node.Name) of $name"
        }
    }

    It 'shows objects from a job as it shows them where they were made' -Tag Slow {
        $job = Start-Job -ArgumentList $modulePath, (Join-Path $TestDrive 'job-data') {
            param($module, $folder)
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = $WarningPreference = 'SilentlyContinue'
            Import-Module $module
            $null = New-Item -ItemType Directory $folder
            Set-Location $folder
            $phantom = New-SegPhantom 64 64 -Seed 4
            $phantom.Image | Export-SegImage image.tif
            $phantom.Truth | Export-SegLabels truth.tif
            $image = Import-SegImage image.tif
            $features = $image | Get-SegFeatures
            $table = Get-SegTrainingData $features $phantom.Strokes
            New-SegModel -Trees 5 -MaxDepth 6 | Invoke-SegTraining -TrainingData $table | Export-SegModel model.ndseg
            $model = Import-SegModel model.ndseg
            $result = $image | Invoke-SegApply $model -Uncertainty -Smooth 1
            $null = $result | Export-SegLabels labels.tif -Provenance Sidecar -PassThru
            $accuracy = $result | Measure-SegAccuracy -Truth truth.tif
            $comparison = $result | Compare-SegLabels truth.tif
            $solid = New-SegPhantom -Depth 16 -Height 64 -Width 64
            $job = New-SegJob image.tif -Path job -Model model.ndseg -OutFile all.tif -Parts 1
            $ensemble = $model.State.Ensemble
            $objects = @(
                $phantom; $solid; $solid.Image; $solid.Truth; $image; $image.Source; $phantom.Truth; $phantom.Truth.Classes[0]; $features; $features.Plan; $features.Plan.Maps[3]
                $features.Config; $table; $model; $model.State; $ensemble; $ensemble.Trees[0]; $result; $accuracy; $accuracy.Classes[1]; $comparison; $comparison.FirstDifferences[0]
                $comparison.Changes[0]; $solid.Truth | Compare-SegLabels $solid.Strokes; $result | Measure-SegPhase; $result | Measure-SegObject -MinimumSize 20 | Select-Object -First 2
                New-SegModel -Trees 3 -MaxDepth 4 | Test-SegModel $table -Folds 2; New-SegModel -Trees 3 | Test-SegModel -Image $image -Labels $phantom.Strokes -Folds 2
                $result | Get-SegLabelSuggestion -Count 1 -MinimumArea 2; $model | Get-SegFeatureImportance -First 1; Get-SegDevice; Get-SegProvenance labels.tif; $job; Invoke-SegJob $job -All
            )
            foreach ($object in $objects) {
                $object
                $object | Out-String -Width 200
                $object | Format-List | Out-String -Width 200
            }
        }
        $received = @($job | Receive-Job -Wait -AutoRemoveJob)
        $views = Join-Path $repositoryRoot 'module/NDSeg.Format.ps1xml'
        # Without a list of its own PowerShell lists everything, and what it adds to objects from elsewhere.
        $listed = Select-Xml '//View[ListControl]/ViewSelectedBy/TypeName' $views | ForEach-Object { $_.Node.InnerText }
        $seen = [Collections.Generic.HashSet[string]]::new()
        for ($i = 0; $i -lt $received.Count; $i += 3) {
            $object = $received[$i]
            $names = $object.PSObject.TypeNames -replace '^Deserialized\.'
            $names | ForEach-Object { $null = $seen.Add($_) }
            $object | Out-String -Width 200 | Should -Be $received[$i + 1] -Because $names[0]
            if ($names | Where-Object { $_ -in $listed }) { $object | Format-List | Out-String -Width 200 | Should -Be $received[$i + 2] -Because "the list of $($names[0])" }
        }
        $viewed = Select-Xml '//ViewSelectedBy/TypeName' $views | ForEach-Object { $_.Node.InnerText } | Sort-Object -Unique
        $viewed | Where-Object { -not $seen.Contains($_) } | Should -HaveCount 0
    }

    It 'exports no names of .NET types: <Name>' -ForEach @(
        @{ Name = 'configuration'; Object = { New-SegFeatureConfig } }
        @{ Name = 'features'; Object = { $features } }
        @{ Name = 'model'; Object = { $model } }
        @{ Name = 'segmentation'; Object = { $image | Invoke-SegApply $model -Smooth 1 } }
        @{ Name = 'accuracy'; Object = { $result | Measure-SegAccuracy -Truth $phantom.Truth } }
        @{ Name = 'comparison'; Object = { Compare-SegLabels $phantom.Truth $result } }
        @{ Name = 'cross-validation'; Object = { New-SegModel -Trees 3 | Test-SegModel $table -Folds 2 -WarningAction SilentlyContinue } }
        @{ Name = 'model comparison'; Object = { New-SegModel -Trees 3 | Test-SegModel -Image $image -Labels $phantom.Strokes -Folds 2 -WarningAction SilentlyContinue } }
        @{ Name = 'suggestions'; Object = { $result | Get-SegLabelSuggestion -Count 2 -MinimumArea 2 } }
        @{ Name = 'labels'; Object = { $phantom.Truth } }
        @{ Name = 'training table'; Object = { $table } }
    ) {
        $rows = & $Object
        $rows | Should -Not -BeNullOrEmpty
        $rows | Export-Csv (Join-Path $TestDrive 'rows.csv')
        Get-Content (Join-Path $TestDrive 'rows.csv') -Raw | Should -Not -Match 'System\.|NDSeg\.\w+\.|`\d\['
        Get-Printed ($rows | Format-List *) | Should -Not -Match 'System\.|NDSeg\.\w+\.\w|\w+ \{ \w+ = '
    }

    It 'says of a stack that was disposed of that it was' {
        $gone = $image | Get-SegFeatures
        $gone.Dispose()
        Get-Printed $gone | Should -BeLike '*(disposed)*'
        "$gone" | Should -BeLike '*(disposed)'
        $problem = (Invoke-Captured { $gone | Invoke-SegApply $model }).Errors
        $problem | Should -HaveCount 1
        $problem.FullyQualifiedErrorId | Should -BeLike 'ObjectDisposed,*'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'makes text of objects that says what they are' {
        "$image" | Should -Be '64 x 48 UInt8 slice.tif'
        "$($phantom.Truth)" | Should -Be '64 x 48, 6 classes, (memory)'
        "$model" | Should -Be 'RandomForest, 6 classes, 58 maps'
        "$features" | Should -Be '64 x 48 x 58 on cpu, slice.tif'
    }
}
