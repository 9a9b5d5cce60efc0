<#
.SYNOPSIS
Segments a phantom from a few strokes, with a Random Forest and with XGBoost.

.DESCRIPTION
Makes a battery-like phantom (image, strokes, truth), computes the filter maps, trains both learners on the strokes,
labels every pixel, compares the result with the truth, and writes label TIFFs, a figure and the model files.
Needs nothing but this module.

.EXAMPLE
./examples/quickstart.ps1 -OutputPath ./out/quickstart -Size 512
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'quickstart'),

    # Edge of the phantom in pixels.
    [ValidateRange(64, 8192)]
    [int] $Size = 768,

    # Seed of the phantom and of both learners.
    [int] $Seed = 1
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')))
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$null = [System.IO.Directory]::CreateDirectory($OutputPath)

function Out($Name) { [System.IO.Path]::Combine($OutputPath, $Name) }
function Seconds($Watch) { [string]::Format([cultureinfo]::InvariantCulture, '{0:F3} s', $Watch.Elapsed.TotalSeconds) }

$watch = [System.Diagnostics.Stopwatch]::StartNew()
$phantom = New-SegPhantom $Size $Size -Seed $Seed
"Phantom: $($phantom.Image.Shape), $(($phantom.Strokes.CountPixels() | ForEach-Object -Begin { $n = -1 } -Process { if (++$n) { $_ } }) -join ' + ') painted pixels of $($phantom.Strokes.Classes.Count) classes, made in $(Seconds $watch)"

$watch.Restart()
$features = $phantom.Image | Get-SegFeatures
"Features: $($features.Shape) in $(Seconds $watch)"

$algorithms = @('RandomForest')
if (-not (Get-SegDevice).Where({ $_.Name -eq 'xgboost' }).Available) {
    'XGBoost: its library was not found, so only the Random Forest is trained (Get-SegDevice says where it was looked for).'
}
else {
    $algorithms += 'XGBoost'
}

$results = foreach ($algorithm in $algorithms) {
    $watch.Restart()
    $model = New-SegModel -Algorithm $algorithm -MaxDepth 8 -Seed $Seed |
        Invoke-SegTraining -Features $features -Labels $phantom.Strokes
    $fit = Seconds $watch

    $watch.Restart()
    $result = $features | Invoke-SegApply -Model $model
    $apply = Seconds $watch

    $accuracy = Measure-SegAccuracy $result -Truth $phantom.Truth
    $score = [string]::Format([cultureinfo]::InvariantCulture, '{0:F4}', $accuracy.MeanIoU)
    $result | Export-SegLabels (Out "$algorithm.tif") -Force
    $model | Export-SegModel (Out "$algorithm.ndseg") -Force
    [pscustomobject]@{ Algorithm = $algorithm; Result = $result; Score = $score; Text = "${algorithm}: fit $fit, apply $apply, mIoU $score against the truth" }
}
$results.Text

$panels = @($phantom.Image, $phantom.Truth) + $results.Result
$titles = @('Phantom', 'Truth') + $results.ForEach({ "$($_.Algorithm)`nmIoU $($_.Score)" })
Export-SegFigure (Out 'quickstart.png') -Panel $panels -Title $titles -Columns 2 -Legend -Force
"Written to ${OutputPath}: $((([System.IO.Directory]::GetFiles($OutputPath)) | ForEach-Object { [System.IO.Path]::GetFileName($_) }) -join ', ')"

$features.Dispose()
