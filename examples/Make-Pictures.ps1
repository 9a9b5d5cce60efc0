<#
.SYNOPSIS
Draws the pictures of the README: a figure, sections of a volume, and a report.

.DESCRIPTION
Works on a phantom, so that the pictures can be made anywhere and are the same each time. The picture of the report is a screenshot by
chromium; where no such browser is found, that picture is left as it is, with a warning.

.PARAMETER Path
The folder for the pictures.
#>
[CmdletBinding()]
param(
    [string] $Path = [IO.Path]::Combine($PSScriptRoot, '..', 'docs', 'images')
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module NDSeg)) { Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')) }
$folder = (New-Item -ItemType Directory -Force ([IO.Path]::GetFullPath($Path))).FullName

$phantom = New-SegPhantom -Height 320 -Width 320 -Seed 4
$model = New-SegModel -Seed 1 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
$result = $phantom.Image | Invoke-SegApply -Model $model -Uncertainty
$suggestions = $result | Get-SegLabelSuggestion -Count 3 -Strokes $phantom.Strokes

$panels = @{ Image = $phantom.Image; Labels = $phantom.Strokes; Alpha = 1; Title = 'Strokes'; Legend = $false }, $result,
          @{ Segmentation = $result; Show = 'Uncertainty'; Title = 'Uncertainty' }
Export-SegFigure (Join-Path $folder 'figure.png') -Panel $panels -Title '', 'Phases' -Overlay $phantom.Image -Alpha 0.6 -Palette Distinct `
    -Suggestion $suggestions -Columns 4 -PanelSize 230 -Force

$volume = New-SegPhantom -Depth 64 -Height 96 -Width 96 -Seed 1
$model = New-SegModel -Algorithm MixedForest -Seed 1 | Invoke-SegTraining -Volume $volume.Image -Labels $volume.Strokes
$file = Join-Path ([IO.Path]::GetTempPath()) "ndseg-labels-$([guid]::NewGuid().ToString('N')).tif"
try {
    $volume.Image | Invoke-SegApply -Model $model | Export-SegLabels $file
    $labels = Import-SegLabels $file -As Volume
    $panels = @{ Image = $volume.Image; Labels = $volume.Strokes; Alpha = 1; Legend = $false }, $volume.Truth, $labels,
              @{ Labels = ($labels | Measure-SegObject -Class Sheet, Rod, Grain -AsLabels); Legend = $false }
    Export-SegFigure (Join-Path $folder 'volume.png') -Panel $panels -Title Strokes, Truth, Labels, Objects -Columns 4 -PanelSize 230 -Point 32, 48, 48 -Force
    $labels.Dispose()
}
finally { Remove-Item $file -ErrorAction Ignore }

$report = Join-Path ([IO.Path]::GetTempPath()) "ndseg-report-$([guid]::NewGuid().ToString('N')).html"
try {
    Export-SegReport $report $result -Image $phantom.Image -Truth $phantom.Truth -Title 'phantom'
    $browser = Get-Command chromium, chromium-browser, google-chrome -ErrorAction Ignore | Select-Object -First 1
    if ($browser) {
        $arguments = '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=1000,1150', "--screenshot=$(Join-Path $folder 'report.png')", [uri]::new($report).AbsoluteUri
        & $browser.Source @arguments 2>&1 | Out-String | Write-Verbose
    }
    else { Write-Warning 'No chromium was found: the picture of the report was not made.' }
}
finally { Remove-Item $report -ErrorAction Ignore }
