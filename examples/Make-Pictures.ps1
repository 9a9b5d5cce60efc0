<#
.SYNOPSIS
Draws the pictures of the README: the painter, a figure and a report.

.DESCRIPTION
Works on a phantom, so that the pictures can be made anywhere and are the same each time. Those of the painter and of the report are
screenshots by chromium; where no such browser is found, they are left as they are, with a warning.

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

$browser = Get-Command chromium, chromium-browser, google-chrome -ErrorAction Ignore | Select-Object -First 1
if (-not $browser) {
    Write-Warning 'No chromium was found: the pictures of the painter and of the report were not made.'
    return
}

# A screenshot of a page: what it shows after the given time, for pages that draw while data arrive.
function Save-Screenshot([uri] $Page, [string] $Name, [int] $Width, [int] $Height, [int] $Milliseconds = 0) {
    $arguments = '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', "--window-size=$Width,$Height", "--screenshot=$(Join-Path $folder $Name)"
    if ($Milliseconds) { $arguments += "--virtual-time-budget=$Milliseconds" }
    & $browser.Source @arguments $Page.AbsoluteUri 2>&1 | Out-String | Write-Verbose
}

$work = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "ndseg-pictures-$([guid]::NewGuid().ToString('N'))")).FullName
try {
    $report = Join-Path $work 'report.html'
    Export-SegReport $report $result -Image $phantom.Image -Truth $phantom.Truth -Title 'phantom'
    Save-Screenshot ([uri]::new($report)) 'report.png' 1000 1150

    # The painter waits for its page, so it runs beside this script; the strokes are there from the start.
    $strokes = Join-Path $work 'strokes.tif'
    $phantom.Strokes | Export-SegLabels $strokes
    $painter = [powershell]::Create().AddScript({
            param($Module, $Image, $Strokes, $OutFile)
            Import-Module $Module
            Edit-SegLabels -Image $Image -Labels $Strokes -OutFile $OutFile -NoBrowser
        }).AddParameters(@((Get-Module NDSeg).Path, $phantom.Image, $strokes, (Join-Path $work 'painted.tif')))
    try {
        $running = $painter.BeginInvoke()
        while (-not $running.IsCompleted -and -not $painter.Streams.Information.Count) { Start-Sleep -Milliseconds 50 }
        $address = [regex]::Match("$($painter.Streams.Information)", 'http\S+').Value
        if (-not $address) { throw "The painter did not start: $($painter.Streams.Error)" }
        Save-Screenshot $address 'painter.png' 1100 640 20000
    }
    finally {
        $painter.Stop()
        $painter.Dispose()
    }
}
finally { Remove-Item $work -Recurse -ErrorAction Ignore }
