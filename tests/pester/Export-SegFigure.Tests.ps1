Describe 'Export-SegFigure' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom -Height 64 -Width 96 -Seed 1
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $result = $phantom.Image | Invoke-SegApply $model -Uncertainty
        function New-FigureFile { Join-Path $TestDrive "$([guid]::NewGuid()).png" }
        # Whether a colour, as 0xRRGGBB, covers at least some pixels of a figure.
        function Test-Color($Image, [int] $Color, [int] $Least) {
            $red, $green, $blue = 0..2 | ForEach-Object { , $Image.Plane($_) }
            $r, $g, $b = ($Color -shr 16), (($Color -shr 8) -band 255), ($Color -band 255)
            $n = 0
            for ($i = 0; $i -lt $red.Length -and $n -lt $Least; $i++) { if ($red[$i] -eq $r -and $green[$i] -eq $g -and $blue[$i] -eq $b) { $n++ } }
            $n -ge $Least
        }
    }

    It 'draws a label map in the colours of its classes' {
        $file = New-FigureFile
        Export-SegFigure $file -Panel $phantom.Truth -PanelSize 192 | Should -BeNullOrEmpty
        $figure = Import-SegImage $file
        $figure.Channels | Should -BeGreaterOrEqual 3
        $share = $phantom.Truth.CountPixels()
        foreach ($class in $phantom.Truth.Classes) {
            $color = [Convert]::ToInt32($class.Color.ToString().TrimStart('#'), 16)
            Test-Color $figure $color ([int]($share[$class.Index] * 2)) | Should -BeTrue -Because "$($class.Name) is in the map"
        }
    }

    It 'puts panels side by side, or into rows with -Columns' {
        $row, $grid = (New-FigureFile), (New-FigureFile)
        Export-SegFigure $row -Panel $phantom.Image, $phantom.Truth, $result -Title Slice, Truth, Result -PanelSize 200
        Export-SegFigure $grid -Panel $phantom.Image, $phantom.Truth, $result -Title Slice, Truth, Result -PanelSize 200 -Columns 1
        $wide = Import-SegImage $row
        $tall = Import-SegImage $grid
        $wide.Width | Should -BeGreaterThan 600
        $tall.Width | Should -BeLessThan $wide.Width
        $tall.Height | Should -BeGreaterThan (2 * $wide.Height)
    }

    It 'takes panels from the pipeline, and hashtables' {
        $file = New-FigureFile
        $made = $phantom.Image, $result | Export-SegFigure $file -PassThru
        $made.FullName | Should -Be $file
        $file = New-FigureFile
        Export-SegFigure $file -Panel @{ Image = $phantom.Image; Labels = $phantom.Truth; Title = 'overlay'; Alpha = 0.5 }, @{ Segmentation = $result; Show = 'Margin' }
        (Import-SegImage $file).Width | Should -BeGreaterThan 500
    }

    It 'makes the picture larger for titles and legend' {
        $plain, $titled = (New-FigureFile), (New-FigureFile)
        Export-SegFigure $plain -Panel $phantom.Truth -PanelSize 200
        Export-SegFigure $titled -Panel $phantom.Truth -PanelSize 200 -Title Truth -FigureTitle 'A phantom'
        $bare = New-FigureFile
        Export-SegFigure $bare -Panel $phantom.Truth -PanelSize 200 -Legend:$false
        (Import-SegImage $plain).Height | Should -BeGreaterThan (Import-SegImage $bare).Height -Because 'legends are there by default'
        (Import-SegImage $titled).Height | Should -BeGreaterThan (Import-SegImage $plain).Height
    }

    It 'draws filter maps and suggestions' {
        $file = New-FigureFile
        $features = $phantom.Image | Get-SegFeatures
        try { Export-SegFigure $file -Panel $features -Map membrane_max } finally { $features.Dispose() }
        Test-Path $file | Should -BeTrue
        $file = New-FigureFile
        $places = @($result | Get-SegLabelSuggestion -Count 3 -MinimumArea 4)
        Export-SegFigure $file -Panel $result -Overlay $phantom.Image -Suggestion $places
        Test-Path $file | Should -BeTrue
    }

    It 'takes the colours that are wanted' {
        $file = New-FigureFile
        Export-SegFigure $file -Panel $phantom.Truth -PanelSize 192 -Palette Distinct -ClassColor @{ Casing = '#123456'; 3 = '#654321' }
        $figure = Import-SegImage $file
        Test-Color $figure 0x123456 50 | Should -BeTrue
        Test-Color $figure 0x654321 50 | Should -BeTrue
        Test-Color $figure 0xE69F00 50 | Should -BeTrue
        { Export-SegFigure (New-FigureFile) -Panel $phantom.Truth -ClassColor @{ nothing = '#123456' } } | Should -Throw -ErrorId 'UnknownClass*'
        { Export-SegFigure (New-FigureFile) -Panel $phantom.Truth -ClassColor @{ Casing = 'red-ish' } } | Should -Throw -ErrorId 'InvalidColor*'
    }

    It 'writes SVG and PDF' {
        foreach ($ending in 'svg', 'pdf') {
            $file = [IO.Path]::ChangeExtension((New-FigureFile), $ending)
            Export-SegFigure $file -Panel $phantom.Image, @{ Segmentation = $result; Show = 'Uncertainty' }
            (Get-Item $file).Length | Should -BeGreaterThan 2000
        }
    }

    It 'warns of characters that figures have no letters for' {
        $seen = Invoke-Captured { Export-SegFigure (New-FigureFile) -Panel $phantom.Image -Title "µm ± é`n相 и" -PanelSize 64 }
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings | Should -BeLike '*相 и:*'
        (Invoke-Captured { Export-SegFigure (New-FigureFile) -Panel $phantom.Image -Title "µm ± é`nÄ" -PanelSize 64 }).Warnings | Should -BeNullOrEmpty
    }

    It 'opens a figure in the viewer' -Skip:$IsWindows {
        $seen = Join-Path $TestDrive 'seen.txt'
        $viewer = Join-Path $TestDrive 'viewer.sh'
        Set-Content $viewer "#!/bin/sh`necho `"`$1`" > '$seen'"
        chmod +x $viewer
        $env:NDSEG_VIEWER = $viewer
        try {
            $file = $phantom.Image | Show-SegFigure -PanelSize 64 -PassThru
            for ($i = 0; $i -lt 100 -and -not (Test-Path $seen); $i++) { Start-Sleep -Milliseconds 50 }
            Get-Content $seen | Should -Be $file.FullName
            $env:NDSEG_VIEWER = Join-Path $TestDrive 'no such program'
            $before = @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter ndseg-figure-*.png).Count
            (Invoke-Captured { $phantom.Image | Show-SegFigure -PanelSize 64 }).Errors.FullyQualifiedErrorId | Should -BeLike 'NoViewer,*'
            @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter ndseg-figure-*.png).Count | Should -Be $before -Because 'nobody would know of the file'
            $seen = Invoke-Captured { $phantom.Image | Show-SegFigure -PanelSize 64 -PassThru }
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'NoViewer,*'
            $seen.Output.FullName | Should -Exist
        }
        finally {
            $env:NDSEG_VIEWER = $null
            Get-ChildItem ([IO.Path]::GetTempPath()) -Filter ndseg-figure-*.png | Remove-Item
        }
    }

    It 'crops' {
        $file = New-FigureFile
        Export-SegFigure $file -Panel $phantom.Image -Crop 10, 30, 20, 80 -PanelSize 300
        $figure = Import-SegImage $file
        $figure.Width | Should -BeGreaterThan (1.5 * $figure.Height)
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a crop outside the image'; Arguments = @{ Crop = 10, 30, 20, 97 } }
        @{ Name = 'an empty crop'; Arguments = @{ Crop = 30, 30, 20, 80 } }
    ) {
        $file = New-FigureFile
        { Export-SegFigure $file -Panel $phantom.Image @Arguments } | Should -Throw -ErrorId 'InvalidFigure,NDSeg.PowerShell.Commands.ExportSegFigureCommand'
        Test-Path $file | Should -BeFalse
    }

    It 'refuses to overwrite without -Force, and formats that figures do not have' {
        $file = New-FigureFile
        Set-Content $file 'mine'
        { Export-SegFigure $file -Panel $phantom.Image } | Should -Throw -ErrorId 'TargetExists,NDSeg.PowerShell.Commands.ExportSegFigureCommand'
        Get-Content $file | Should -Be 'mine'
        Export-SegFigure $file -Panel $phantom.Image -Force
        (Import-SegImage $file).Height | Should -BeGreaterThan 64
        { Export-SegFigure (Join-Path $TestDrive 'a.gif') -Panel $phantom.Image } | Should -Throw -ErrorId 'UnknownFormat*'
    }
}
