<#
.SYNOPSIS
The multi-channel workflow: six chemical maps join the 58 filter maps.

.DESCRIPTION
Runs on the battery slice and its HDF5 dataset where the shared data is at hand, else on a phantom (see
Get-ExampleData.ps1). Trains XGBoost with and without the extra channels and writes three-panel figures of the whole
slice and of rows 500-900, columns 400-800.

.EXAMPLE
./examples/multi-channel.ps1 -OutputPath ./out/multi
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'multi-channel'),

    # Learner of both models.
    [ValidateSet('XGBoost', 'RandomForest')]
    [string] $Algorithm = 'XGBoost',

    # Edge of the phantom that stands in where the slice is not at hand.
    [int] $PhantomSize = 1568
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')))
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$null = [System.IO.Directory]::CreateDirectory($OutputPath)

function Out($Name) { [System.IO.Path]::Combine($OutputPath, $Name) }
function Text($Seconds) { $Seconds.ToString('F3', [cultureinfo]::InvariantCulture) + 's' }

$watch = [System.Diagnostics.Stopwatch]::StartNew()
$data = & ([System.IO.Path]::Combine($PSScriptRoot, 'Get-ExampleData.ps1')) -PhantomSize $PhantomSize
$image = $data.Image
"Data: $($data.Name), read in $(Text $watch.Elapsed.TotalSeconds)"
"Shape of auxiliary multi-modal channels: ($($data.Extra.Height), $($data.Extra.Width), $($data.Extra.Channels))"

$segment = {
    param($Title, $Extra)
    $watch.Restart()
    $features = $image | Get-SegFeatures -ExtraChannel $Extra
    $featureTime = $watch.Elapsed.TotalSeconds
    $watch.Restart()
    $model = New-SegModel -Algorithm $Algorithm -MaxDepth 8 -ClassWeight Balanced -Seed 42 |
        Invoke-SegTraining -Features $features -Labels $data.Labels
    $fit = $watch.Elapsed.TotalSeconds
    $watch.Restart()
    $result = $features | Invoke-SegApply -Model $model
    $apply = $watch.Elapsed.TotalSeconds
    [pscustomobject]@{
        Result = $result
        Model  = $model
        Text   = "${Title}: feature stack shape ($($features.Height), $($features.Width), $($features.Count)). Features: $(Text $featureTime), Fit: $(Text $fit), Apply: $(Text $apply)"
    }
    $features.Dispose()
}

''
'Extracting multi-scale filters with auxiliary multi-channel profiles...'
$single = & $segment 'Single-channel' @()
$single.Text
$multi = & $segment 'Multi-channel' @($data.Extra)
$multi.Text
'Multi-channel segmentation execution complete.'

$comparison = Compare-SegLabels $single.Result $multi.Result
"Pixels labelled alike with and without the extra channels: $($comparison.Agreement.ToString('P2', [cultureinfo]::InvariantCulture))"
"Most useful maps: $((Get-SegFeatureImportance $multi.Model -First 5).Name -join ', ')"

$multi.Result | Export-SegLabels (Out "$($data.Name)_multi.tif") -Force
$panels = @($image, $single.Result, $multi.Result)
$titles = @('Raw Grayscale Structural Base Image', "Single-Channel CPU Segmentation ($Algorithm)", "Multi-Channel Integrated Segmentation ($Algorithm)")
Export-SegFigure (Out 'multi-channel.png') -Panel $panels -Title $titles -Palette NipySpectral -Force
if ($image.Height -ge 900 -and $image.Width -ge 800) {
    Export-SegFigure (Out 'multi-channel-crop.png') -Panel $panels -Title $titles -Crop 500, 900, 400, 800 -Palette NipySpectral -Force
}
Export-SegFigure (Out 'multi-channel-overlay.png') -Panel $multi.Result -Title 'Multi-channel labels on the grey values' -Overlay $image -Legend -Palette NipySpectral -Force
''
"Figures and label maps are in $OutputPath"
