<#
.SYNOPSIS
The accelerated workflow: image and labels to a CUDA card, filter maps, training rows and labels there.

.DESCRIPTION
Runs on the battery slice where the shared data is at hand, else on a phantom (see Get-ExampleData.ps1). On a machine
without a usable card it says what is missing and ends with exit code 3.

.EXAMPLE
./examples/accelerated-cuda.ps1 -OutputPath ./out/cuda
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'accelerated-cuda'),

    # Edge of the phantom that stands in where the slice is not at hand.
    [int] $PhantomSize = 1568
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')))

$card = @((Get-SegDevice).Where({ $_.Kind -eq 'Cuda' }))
if (-not $card.Where({ $_.Available })) {
    'No usable CUDA card, so there is nothing to accelerate. The classical workflow (examples/classical-cpu.ps1) needs none.'
    $card.Reason
    exit 3
}
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$null = [System.IO.Directory]::CreateDirectory($OutputPath)

function Out($Name) { [System.IO.Path]::Combine($OutputPath, $Name) }
function Text($Seconds) { $Seconds.ToString('F3', [cultureinfo]::InvariantCulture) + 's' }

$data = & ([System.IO.Path]::Combine($PSScriptRoot, 'Get-ExampleData.ps1')) -PhantomSize $PhantomSize
'Transferring single-channel data arrays to GPU device...'
$watch = [System.Diagnostics.Stopwatch]::StartNew()
$features = $data.Image | Get-SegFeatures -Device Cuda
$featureTime = $watch.Elapsed.TotalSeconds
"GPU feature tensor configuration: [$($features.Height), $($features.Width), $($features.Count)]"

$table = Get-SegTrainingData -Features $features -Labels $data.Labels
"$($features.DeviceName): training rows ($($table.SampleCount), $($table.FeatureCount))"

$watch.Restart()
$model = New-SegModel -Algorithm XGBoost -MaxDepth 8 -ClassWeight Balanced -Seed 42 -Device Cuda | Invoke-SegTraining -TrainingData $table
$fit = $watch.Elapsed.TotalSeconds

$watch.Restart()
$result = $features | Invoke-SegApply -Model $model
$apply = $watch.Elapsed.TotalSeconds
$total = $featureTime + $fit + $apply
''
"XGBoost GPU - Features: $(Text $featureTime), Fit: $(Text $fit), Apply: $(Text $apply)"
'XGBoost GPU Segmentation'
"Total Compute Time: $(Text $total)"

$result | Export-SegLabels (Out "$($data.Name)_cuda.tif") -Force
Export-SegFigure (Out 'accelerated-cuda.png') -Panel $data.Image, $result -Title 'Original Grayscale Structural Image', "XGBoost GPU Segmentation`nTotal Compute Time: $(Text $total)" -Palette NipySpectral -Force
"Figures and label maps are in $OutputPath"
$features.Dispose()
