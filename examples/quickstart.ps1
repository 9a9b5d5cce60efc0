<#
.SYNOPSIS
Segments a phantom from a few strokes: extended maps with a Mixed Forest, default maps with a Random Forest and XGBoost.

.DESCRIPTION
Makes a battery-like phantom (image, strokes, truth), computes the filter maps, trains on the strokes, labels every
pixel, compares the result with the truth, and writes label TIFFs, a figure and the model files. The extended preset
comes first: its answer is the better one, and the printed times say what its 121 maps cost beside the 58 of the
default. Needs nothing but this module.

.EXAMPLE
./examples/quickstart.ps1 -OutputPath ./out/quickstart -Size 512
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'quickstart'),

    # Edge of the phantom in pixels.
    [ValidateRange(64, 8192)]
    [int] $Size = 768,

    # Seed of the phantom and of the learners.
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

$jobs = @(
    @{ Preset = 'Extended'; Algorithm = 'MixedForest' }
    @{ Preset = 'Default'; Algorithm = 'RandomForest' }
)
if (-not (Get-SegDevice).Where({ $_.Name -eq 'xgboost' }).Available) {
    'XGBoost: its library was not found, so only the forests are trained (Get-SegDevice says where it was looked for).'
}
else {
    $jobs += @{ Preset = 'Default'; Algorithm = 'XGBoost' }
}

$stacks = [ordered]@{}
foreach ($preset in 'Extended', 'Default') {
    $watch.Restart()
    $stacks[$preset] = $phantom.Image | Get-SegFeatures -Preset $preset
    "${preset} features: $($stacks[$preset].Shape) in $(Seconds $watch)"
}

$results = foreach ($job in $jobs) {
    $algorithm, $features = $job.Algorithm, $stacks[$job.Preset]
    $settings = if ($algorithm -eq 'MixedForest') { @{} } else { @{ MaxDepth = 8 } }
    $watch.Restart()
    $model = New-SegModel -Algorithm $algorithm @settings -Seed $Seed |
        Invoke-SegTraining -Features $features -Labels $phantom.Strokes
    $fit = Seconds $watch

    $watch.Restart()
    $result = $features | Invoke-SegApply -Model $model
    $apply = Seconds $watch

    $accuracy = Measure-SegAccuracy $result -Truth $phantom.Truth
    $score = [string]::Format([cultureinfo]::InvariantCulture, '{0:F4}', $accuracy.MeanIoU)
    $result | Export-SegLabels (Out "$algorithm.tif") -Force
    $model | Export-SegModel (Out "$algorithm.ndseg") -Force
    [pscustomobject]@{ Name = "$($job.Preset), $algorithm"; Result = $result; Score = $score; Text = "$($job.Preset), ${algorithm}: fit $fit, apply $apply, mIoU $score against the truth" }
}
$results.Text

$panels = @($phantom.Image, $phantom.Truth) + $results.Result
$titles = @('Phantom', 'Truth') + $results.ForEach({ "$($_.Name)`nmIoU $($_.Score)" })
Export-SegFigure (Out 'quickstart.png') -Panel $panels -Title $titles -Columns 3 -Legend -Force
"Written to ${OutputPath}: $((([System.IO.Directory]::GetFiles($OutputPath)) | ForEach-Object { [System.IO.Path]::GetFileName($_) }) -join ', ')"

$stacks.Values | ForEach-Object { $_.Dispose() }
