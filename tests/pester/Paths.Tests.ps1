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

    It 'draws paths' {
        $file = Join-Path $TestDrive 'figure.png'
        Export-SegFigure $file -Panel $slice, @{ Image = $slice; Labels = $strokes } -PanelSize 64
        $result = $phantom.Image | Invoke-SegApply $model
        Export-SegFigure (Join-Path $TestDrive 'overlay.png') -Panel $result -Overlay (Get-Item $slice) -PanelSize 64
        $file | Should -Exist
    }

    It 'says what is wrong with a path' {
        "$((Invoke-Captured { Invoke-SegApply $model -Image $stack }).Errors[0])" | Should -BeLike '*2 slices*Import-SegImage*'
        "$((Invoke-Captured { Invoke-SegApply $model -Image 'nowhere.tif' }).Errors[0])" | Should -BeLike '*found none*'
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
}
