# Paths and files wherever an image goes.
Describe 'Paths for images' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $data -Height 40 -Width 48
        $slice = Join-Path $data 'slice.tif'
        $strokes = Join-Path $data 'strokes.tif'
        $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $stack = Join-Path $TestDrive 'stack.tif'
        Write-TestTiff $stack -Height 40 -Width 48 -Page @(1..2 | ForEach-Object { , $phantom.Image.Plane(0) })
        function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText) }
    }

    It 'trains from paths and from files' {
        $trained = New-SegModel -Trees 3 | Invoke-SegTraining -Image $slice -Labels $strokes
        $trained.Maps | Should -Be 58
        (New-SegModel -Trees 3 | Invoke-SegTraining -Image (Get-Item $slice) -Labels (Get-Item $strokes)).Sha256 | Should -Be $trained.Sha256
    }

    It 'applies to a path, a file and what Get-Item pipes' {
        foreach ($run in { Invoke-SegApply $model -Image $slice }, { Get-Item $slice | Invoke-SegApply $model }, { $slice | Invoke-SegApply $model }) {
            $result = & $run
            $result.Path | Should -Be $slice
            (Compare-SegLabels $result ($phantom.Image | Invoke-SegApply $model)).Equal | Should -BeTrue
        }
    }

    It 'filters a file, with extra channels from a path' {
        $features = Get-Item $slice | Get-SegFeatures -ExtraChannel $slice
        $features.Maps | Should -Be 59
        $features.Dispose()
    }

    It 'takes what wildcards match where several images go, in the order of their names' {
        $many = (New-Item -ItemType Directory (Join-Path $TestDrive 'many')).FullName
        foreach ($name in 'a', 'b') {
            Copy-Item $slice (Join-Path $many "${name}_image.tif")
            Copy-Item $strokes (Join-Path $many "${name}_strokes.tif")
        }
        $trained = New-SegModel -Trees 3 | Invoke-SegTraining -Image "$many/*_image.tif" -Labels "$many/*_strokes.tif"
        $trained.State.Summary.Files.Name | Should -Be 'a_image.tif', 'a_strokes.tif', 'b_image.tif', 'b_strokes.tif'
        (New-SegModel -Trees 3 | Invoke-SegTraining -Image (Get-Item "$many/*_image.tif") -Labels (Get-Item "$many/*_strokes.tif")).Sha256 | Should -Be $trained.Sha256
        (Invoke-Captured { Invoke-SegApply $model -Image "$many/*.tif" }).Errors[0] | Should -BeLike '*found 4 that match*'
    }

    It 'cross-validates paths, files and wildcards, with extra channels' {
        $table = New-SegModel -Trees 3 | Test-SegModel -Image $slice -Labels $strokes -Folds 2 3>$null
        (New-SegModel -Trees 3 | Test-SegModel -Image (Get-Item $slice) -Labels (Get-Item $strokes) -Folds 2 3>$null).MeanIoU | Should -Be $table.MeanIoU
        (New-SegModel -Trees 3 | Test-SegModel -Image "$data/sl*.tif" -Labels "$data/str*.tif" -ExtraChannel $slice -Folds 2 3>$null).Maps | Should -Be 59
    }

    It 'is what every parameter for images and labels does' {
        $object = 'SegImage', 'SegVolume', 'SegPanel', 'FigureBackground', 'SegLabels', 'ImageInput', 'LabelInput', 'Object'
        $checked = foreach ($command in Get-Command -Module NDSeg -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values) {
                $type = if ($parameter.ParameterType.IsArray) { $parameter.ParameterType.GetElementType() } else { $parameter.ParameterType }
                if ($type.Name -in $object) {
                    $isPath = $parameter.Attributes | Where-Object { $_ -is ($type.Name -eq 'SegVolume' ? [NDSeg.PowerShell.Binding.VolumePathAttribute] : [NDSeg.PowerShell.Binding.ImagePathAttribute]) }
                    # Types that are made from a path by their constructors need no attribute.
                    $fromPath = $type.GetConstructor([type[]]@([string])) -and $type.GetConstructor([type[]]@([IO.FileInfo]))
                    [bool]($isPath -or $fromPath) | Should -BeTrue -Because "$($command.Name) -$($parameter.Name) takes a path"
                    if ($isPath -and $type.Name -in 'SegImage', 'SegVolume') { $isPath.Several | Should -Be $parameter.ParameterType.IsArray -Because "$($command.Name) -$($parameter.Name) takes wildcards" }
                    "$($command.Name) -$($parameter.Name)"
                }
            }
        }
        $checked | Should -Contain 'Test-SegModel -Image'
        $checked | Should -Contain 'Invoke-SegApply -Volume'
        $checked | Should -Contain 'New-SegJob -ExtraVolume'
        $checked.Count | Should -BeGreaterThan 36
    }

    It 'takes paths of volumes: a file, a folder, a wildcard' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'volume')).FullName
        $three = New-SegPhantom -Depth 16 -Height 64 -Width 64 -VoxelSize 2, 1, 1
        $image, $paint, $drawn = "$folder/v.tif", "$folder/s.tif", "$folder/rois.geojson"
        $three.Image | Export-SegImage $image
        $three.Strokes | Export-SegLabels $paint
        $null = New-Item -ItemType Directory "$folder/parts"
        0..15 | ForEach-Object { Write-TestTiff "$folder/parts/slices_$_.tif" -Height 64 -Width 64 -Page (, $three.Image.ReadSlice($_).Plane(0)) }
        $config = New-SegFeatureConfig -Preset Volume -Sigma 1 -Exclude Structure
        $volume = Import-SegImage $image -As Volume
        $expected = New-SegModel -Trees 3 | Invoke-SegTraining -Volume $volume -Labels $paint -Config $config
        $volumeModel = New-SegModel -Trees 3 | Invoke-SegTraining -Volume $image -Labels $paint -Config $config
        $volumeModel.Sha256 | Should -Be $expected.Sha256
        $volumeModel.Config.VoxelRatio.Z | Should -Be 2
        $labels = @($volume | Invoke-SegApply $expected)[3]
        foreach ($path in $image, (Get-Item $image)) {
            (Compare-SegLabels @(Invoke-SegApply $expected -Volume $path)[3] $labels).Equal | Should -BeTrue
        }
        foreach ($path in "$folder/parts", "$folder/parts/*.tif", (Get-Item "$folder/parts"), @(0..15 | ForEach-Object { "$folder/parts/slices_$_.tif" })) {
            @(Get-SegFeatures -Volume $path -Config $config -WarningAction Ignore) | ForEach-Object { $_.Maps; $_.Dispose() } | Should -Be (, $expected.Maps * 16)
        }
        (Get-SegTrainingData -Volume $image -Labels $paint -Config $config).SampleCount | Should -Be $expected.State.Summary.SampleCount
        $extra = New-SegModel -Trees 3 | Invoke-SegTraining -Volume $image -Labels $paint -Config $config -ExtraVolume $image
        $extra.Maps | Should -Be ($expected.Maps + 1)
        @(Invoke-SegApply $extra -Volume $image -ExtraVolume $image) | Should -HaveCount 16
        (New-SegModel -Trees 3 | Test-SegModel -Volume $image -Labels $paint -ExtraVolume $image -Folds 2).Maps | Should -Be 44
        (Invoke-Captured { Invoke-SegApply $expected -Volume "$folder/*.tif" }).Errors[0] | Should -BeLike '*one volume, found 2*'

        Export-SegFigure "$folder/a.png" -Panel $three.Truth -Overlay $image -PanelSize 64
        Export-SegFigure "$folder/b.png" -Panel $three.Truth -Overlay $volume -PanelSize 64
        Export-SegFigure "$folder/c.png" -Panel @{ Image = $image; Labels = $paint }, $image -PanelSize 64
        Export-SegFigure "$folder/d.png" -Panel @{ Image = $volume; Labels = (Import-SegLabels $paint -As Volume) }, $volume -PanelSize 64
        (Get-FileHash "$folder/a.png").Hash | Should -Be (Get-FileHash "$folder/b.png").Hash
        (Get-FileHash "$folder/c.png").Hash | Should -Be (Get-FileHash "$folder/d.png").Hash

        Set-Content $drawn '{"type":"FeatureCollection","features":[]}'
        foreach ($run in { New-SegModel | Invoke-SegTraining -Volume $image -Labels $drawn }, { New-SegModel | Invoke-SegTraining -Image $slice -Labels $drawn }, { Measure-SegPhase $drawn }) {
            $seen = Invoke-Captured $run
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'StrokesNeedImage,*'
            $seen.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Import-SegLabels rois.geojson -Image*'
        }
        $seen = Invoke-Captured { New-SegModel | Invoke-SegTraining -Image $slice -Labels $paint }
        $seen.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Import-SegLabels -Slice*Import-SegLabels -As Volume*'
    }

    It 'draws paths' {
        $file = Join-Path $TestDrive 'figure.png'
        Export-SegFigure $file -Panel $slice, @{ Image = $slice; Labels = $strokes } -PanelSize 64
        $result = $phantom.Image | Invoke-SegApply $model
        Export-SegFigure (Join-Path $TestDrive 'overlay.png') -Panel $result -Overlay (Get-Item $slice) -PanelSize 64
        $file | Should -Exist
    }

    It 'says what is wrong with a path' {
        "$((Invoke-Captured { Invoke-SegApply $model -Image $stack }).Errors[0])" | Should -BeLike '*2 slices*Import-SegImage -As Volume*'
        "$((Invoke-Captured { Invoke-SegApply $model -Image 'nowhere.tif' }).Errors[0])" | Should -BeLike '*found none*'
    }

    It 'does not take a result for the file it was made from: <Command>' -ForEach @(
        @{ Command = 'Import-SegLabels'; Object = { $phantom.Image, (Import-SegImage $slice | Invoke-SegApply $model) } }
        @{ Command = 'Import-SegImage'; Object = { (Import-SegImage $slice), (Import-SegLabels $strokes) } }
        @{ Command = 'Import-SegModel'; Object = { $model, (Import-SegImage $stack -As Volume) } }
        @{ Command = 'Get-SegProvenance'; Object = { (Import-SegImage $slice), (Import-SegLabels $strokes -As Volume) } }
    ) {
        $objects = & $Object
        foreach ($given in { $objects | & $Command }, { $objects | ForEach-Object { & $Command $_ } }) {
            $seen = Invoke-Captured $given
            $seen.Output | Should -HaveCount 0
            $seen.Errors | Should -HaveCount 2
            $seen.Errors | ForEach-Object {
                $_.FullyQualifiedErrorId | Should -BeLike 'NotAPath,*'
                $_.ErrorDetails.RecommendedAction | Should -BeLike "Leave $Command out*"
            }
        }
    }

    It 'binds tables of paths by the names of their columns' {
        ([pscustomobject]@{ Path = $slice } | Import-SegImage).Path | Should -Be $slice
        ([pscustomobject]@{ FullName = $slice } | Import-SegImage).Path | Should -Be $slice
        ([pscustomobject]@{ LiteralPath = $strokes } | Import-SegLabels).Path | Should -Be $strokes
        (Import-SegImage -LP $slice).Path | Should -Be $slice
        ($slice, $slice | Import-SegImage).Path | Should -Be $slice, $slice
    }

    It 'takes names with brackets wherever a path goes, and what -PassThru gives' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'run [1]')).FullName
        $image, $labels, $file, $made = 'img[1].tif', 'str[1].tif', 'm[1].ndseg', 'out[1].tif' | ForEach-Object { Join-Path $folder $_ }
        Copy-Item -LiteralPath $slice $image
        Copy-Item -LiteralPath $strokes $labels
        ($model | Export-SegModel $file -PassThru | Import-SegModel).Sha256 | Should -Be $model.Sha256
        $written = Invoke-SegApply -Model $file -Image $image | Export-SegLabels $made -PassThru
        $written.PSPath | Should -Not -BeNullOrEmpty
        $written.SliceCount | Should -Be 1
        ($written | Import-SegLabels).Path | Should -Be $made
        ([IO.FileInfo]$made | Import-SegLabels).Path | Should -Be $made
        (Import-SegLabels ([IO.FileInfo]$made)).Path | Should -Be $made
        (New-SegModel -Trees 3 | Invoke-SegTraining -Image $image -Labels $labels).Maps | Should -Be 58
        (Measure-SegAccuracy $made -Truth $labels).PixelCount | Should -BeGreaterThan 0
        ($written | Out-String) | Should -BeLike '*Directory: *out`[1`].tif*'
        $none = (Invoke-Captured { Import-SegImage (Join-Path $folder 'no[1].tif') }).Errors[0]
        $none.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        $none.ErrorDetails.RecommendedAction | Should -BeLike '*escaped*no``[[]1``].tif*'
        (Invoke-Captured { Import-SegImage 'no[1.tif' }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }

    It 'completes classes of a file, a list and what is piped' {
        $named = Join-Path $TestDrive 'named.tif'
        $phantom.Truth | Export-SegLabels $named
        Get-Completion "Optimize-SegLabels '$named' -Class An" | Should -Be 'Anode'
        $global:ndsegTestResult = $phantom.Image | Invoke-SegApply $model
        try {
            Get-Completion '$ndsegTestResult | Optimize-SegLabels -Class Ca' | Should -Contain 'Cathode'
        }
        finally { Remove-Variable ndsegTestResult -Scope Global }
    }

    It 'completes classes of label volumes, of properties, and without a letter of a name' {
        $global:ndsegTestPhantom = New-SegPhantom -Depth 16 -Height 64 -Width 64
        $global:ndsegTestImage, $global:ndsegTestModel = $phantom.Image, $model
        try {
            Get-Completion '$ndsegTestPhantom.Truth | Optimize-SegLabels -Class ' | Should -Be 'Matrix', 'Sheet', 'Rod', 'Grain'
            Get-Completion '$ndsegTestImage | Invoke-SegApply $ndsegTestModel | Optimize-SegLabels -Class ' | Should -Contain 'Cathode'
            Get-Completion '$ndsegTestImage | Invoke-SegApply -Model $ndsegTestModel | Optimize-SegLabels -MajorityRadius 1 -Class ' | Should -Contain 'Anode'
        }
        finally { Remove-Variable ndsegTestPhantom, ndsegTestImage, ndsegTestModel -Scope Global }
    }

    It 'completes classes of what stands anywhere in front of the pipe' {
        $named, $file = 'named2.tif', 'model.ndseg' | ForEach-Object { Join-Path $TestDrive $_ }
        $phantom.Truth | Export-SegLabels $named
        $model | Export-SegModel $file
        Get-Completion "Import-SegLabels '$named' | Measure-SegObject -Class An" | Should -Be 'Anode'
        Get-Completion "Import-SegLabels '$named' | Optimize-SegLabels -MajorityRadius 2 | Measure-SegObject -MinimumSize 5 -Class Ca" | Should -Contain 'Cathode'
        Get-Completion "Import-SegImage '$slice' | Invoke-SegApply -Model '$file' | Optimize-SegLabels -Class Ano" | Should -Be 'Anode'
        Get-Completion "Measure-SegObject '$named' -Class Sep" | Should -Be 'Separator'
        { Get-Completion "Import-SegImage '$slice' | Measure-SegObject -Class An" } | Should -Not -Throw
    }
}
