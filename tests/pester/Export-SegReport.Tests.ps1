Describe 'Export-SegReport' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $folder = Join-Path $TestDrive 'data'
        $phantom = Write-PhantomFile $folder
        $slice, $strokes, $truth = 'slice.tif', 'strokes.tif', 'truth.tif' | ForEach-Object { Join-Path $folder $_ }
        $model = New-SegModel -Trees 10 -Seed 1 | Invoke-SegTraining -Image (Import-SegImage $slice) -Labels $phantom.Strokes
        $result = Import-SegImage $slice | Invoke-SegApply -Model $model -Uncertainty
    }

    It 'writes a report of a segmentation with image, truth, uncertainty and importance' {
        $file = $result | Export-SegReport (Join-Path $TestDrive 'full.html') -Truth $truth -PassThru
        $html = Get-Content -Raw $file
        foreach ($part in 'Image and labels', 'Confusion matrix', 'Feature importance', 'Objects', 'Provenance', 'entropy|1 - margin', 'Labelling took') {
            $html | Should -Match $part
        }
        $html | Should -Match ([regex]::Escape($model.Sha256))
    }

    It 'writes a report of a label file with the account beside it' {
        $labels = Join-Path $TestDrive 'labels.tif'
        $result | Export-SegLabels $labels -Provenance Sidecar
        Export-SegReport (Join-Path $TestDrive 'file.html') $labels -Image $slice -Model $model -Title 'a <b> title' -Object @()
        $html = Get-Content -Raw (Join-Path $TestDrive 'file.html')
        $html | Should -Match 'ndseg-provenance-1'
        $html | Should -Match 'a &lt;b&gt; title'
        $html | Should -Not -Match '<h2>Objects'
    }

    It 'names reports after their sources and indexes a folder' {
        $reports = Join-Path $TestDrive 'reports'
        $result | Export-SegReport -Directory $reports
        Get-FileName $reports | Should -Be 'slice.html'
        $index = Export-SegReport -Index $reports -PassThru
        Get-Content -Raw $index | Should -Match 'href="./slice.html"'
    }

    It 'overwrites with -Force only, and writes nothing with -WhatIf' {
        $target = Join-Path $TestDrive 'once.html'
        $result | Export-SegReport $target -WhatIf
        Test-Path $target | Should -BeFalse
        $result | Export-SegReport $target
        (Invoke-Captured { $result | Export-SegReport $target }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        $result | Export-SegReport $target -Force
    }

    It 'never writes two results into one report' {
        $in = Join-Path $TestDrive 'in'
        foreach ($folder in 'one', 'two') {
            $null = New-Item -ItemType Directory (Join-Path $in $folder)
            Copy-Item $truth (Join-Path $in "$folder/scan.tif")
        }
        $files = @(Get-ChildItem $in -Recurse -Filter *.tif)
        $out = Join-Path $TestDrive 'apart'
        $seen = Invoke-Captured { $files | Import-SegLabels | Export-SegReport -Directory $out -Force }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile,*'
        $seen.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*-RelativeTo*'
        Remove-Item -Recurse $out

        $files | Import-SegLabels | Export-SegReport -Directory $out -RelativeTo $in
        Get-FileName $out | Should -Be (@('one/scan.html', 'two/scan.html') | ForEach-Object { $_.Replace('/', [IO.Path]::DirectorySeparatorChar) })
        { Import-SegLabels $files[0] | Export-SegReport -Directory $out -RelativeTo $out } | Should -Throw -ErrorId 'OutsideFolder,*'

        $target = Join-Path $TestDrive 'several.html'
        $seen = Invoke-Captured { $files | Import-SegLabels | Export-SegReport $target -Title first -Force }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SeveralResultsOneFile,*'
        $seen.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*-Directory*'
    }

    It 'keeps a sample called index beside the index' {
        $named = Join-Path $TestDrive 'index.tif'
        Copy-Item $truth $named
        $out = Join-Path $TestDrive 'indexed'
        Import-SegLabels $named | Export-SegReport -Directory $out
        Export-SegReport -Index $out
        Get-ChildItem $out | Should -HaveCount 2
        Join-Path $out 'index_report.html' | Should -Exist

        $seen = Invoke-Captured { Import-SegLabels $named | Export-SegReport (Join-Path $out 'index.html') -Force; Export-SegReport -Index $out -Force }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
    }

    It 'refuses an image of another size' {
        $other = Join-Path $TestDrive 'other.tif'
        Write-TestTiff $other -Height 2 -Width 2 -Page (, @(1, 2, 3, 4))
        (Invoke-Captured { Export-SegReport (Join-Path $TestDrive 'no.html') $truth -Image $other }).Errors.FullyQualifiedErrorId | Should -BeLike 'ReportMismatch,*'
        Test-Path (Join-Path $TestDrive 'no.html') | Should -BeFalse
    }
}
