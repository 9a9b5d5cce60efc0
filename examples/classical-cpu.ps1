<#
.SYNOPSIS
The classical workflow on the processor: filter maps, sparse training, Random Forest and XGBoost side by side.

.DESCRIPTION
Runs on the battery slice where the shared data is at hand, else on a phantom (see Get-ExampleData.ps1). Prints shapes,
classes and the time of each step; writes both label maps, a figure with the maps side by side, and an overlay of the
labels on the grey values.

.EXAMPLE
./examples/classical-cpu.ps1 -OutputPath ./out/classical
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'classical-cpu'),

    # Edge of the phantom that stands in where the slice is not at hand.
    [int] $PhantomSize = 1568
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')))
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$null = [System.IO.Directory]::CreateDirectory($OutputPath)

function Out($Name) { [System.IO.Path]::Combine($OutputPath, $Name) }
function Text($Seconds, $Digits = 3) { $Seconds.ToString("F$Digits", [cultureinfo]::InvariantCulture) + 's' }

$watch = [System.Diagnostics.Stopwatch]::StartNew()
$data = & ([System.IO.Path]::Combine($PSScriptRoot, 'Get-ExampleData.ps1')) -PhantomSize $PhantomSize
$image = $data.Image
$labels = $data.Labels
"Data: $($data.Name), read in $(Text $watch.Elapsed.TotalSeconds)"
"Grayscale target image dimension: ($($image.Height), $($image.Width))"
"Sparse label array dimension: ($($labels.Height), $($labels.Width))"
"Unique class indices detected: [$((@(0) + $labels.Classes.Value) -join ' ')]"

''
'Computing multi-scale spatial filters on CPU...'
$watch.Restart()
$features = $image | Get-SegFeatures
$featureTime = $watch.Elapsed.TotalSeconds
"Generated feature stack shape: ($($features.Height), $($features.Width), $($features.Count)) ($($features.Count) filters per pixel) in $(Text $featureTime)"

$table = Get-SegTrainingData -Features $features -Labels $labels
"Tabular training matrix shape: ($($table.SampleCount), $($table.FeatureCount))"
"Tabular training target shape: ($($table.SampleCount),)"

$runs = foreach ($algorithm in 'RandomForest', 'XGBoost') {
    $name = if ($algorithm -eq 'RandomForest') { 'Random Forest' } else { 'XGBoost' }
    $watch.Restart()
    $model = New-SegModel -Algorithm $algorithm -MaxDepth 8 -ClassWeight Balanced -Seed 42 | Invoke-SegTraining -TrainingData $table
    $fit = $watch.Elapsed.TotalSeconds

    $watch.Restart()
    $result = $features | Invoke-SegApply -Model $model
    $apply = $watch.Elapsed.TotalSeconds

    $result | Export-SegLabels (Out "$($data.Name)_$algorithm.tif") -Force
    [pscustomobject]@{ Name = $name; Result = $result; Fit = $fit; Apply = $apply; Total = $featureTime + $fit + $apply }
}
foreach ($run in $runs) {
    ''
    "$($run.Name) CPU - Features: $(Text $featureTime), Fit: $(Text $run.Fit), Apply: $(Text $run.Apply)"
    "$($run.Name) CPU Segmentation"
    "Total Compute Time: $(Text $run.Total)"
}

$titles = $runs.ForEach({ "$($_.Name) CPU Segmentation`nTotal Compute Time: $(Text $_.Total 2)" })
Export-SegFigure (Out 'classical-cpu.png') -Panel $runs.Result -Title $titles -Palette NipySpectral -Force
Export-SegFigure (Out 'classical-cpu-overlay.png') -Panel $runs.Result -Title $runs.ForEach({ "$($_.Name) on the grey values" }) -Overlay $image -Legend -Palette NipySpectral -Force
''
"Figures and label maps are in $OutputPath"
$features.Dispose()
