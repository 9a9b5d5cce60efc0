<#
.SYNOPSIS
Segments a volume in three dimensions, and holds the result against slices one by one.

.DESCRIPTION
Makes a volume of sheets, rods and grains that have the same grey value, with strokes on five of its slices. Trains one model on maps in
three dimensions and one on the maps of single slices, both from these strokes, labels the volume with both, and measures them against
the truth. Then come phases and objects of the better one, in units, and a figure of sections through the volume: grey values
with the strokes, truth, labels, uncertainty, and objects in colours of their own.

Writes volume.tif, strokes.tif and truth.tif, labels and model of both ways, objects.csv, objects.tif and volume.png.

.EXAMPLE
./examples/volume.ps1 -OutputPath ./out/volume

.EXAMPLE
./examples/volume.ps1 -Depth 48 -Size 160 -VoxelSize 2, 1, 1 -Seed 1
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'volume'),

    # Slices of the volume.
    [ValidateRange(16, 4096)]
    [int] $Depth = 96,

    # Rows and columns of every slice.
    [ValidateRange(64, 4096)]
    [int] $Size = 128,

    # Distances between slices, rows and columns in micrometres.
    [ValidateCount(3, 3)]
    [double[]] $VoxelSize = @(1, 1, 1),

    # The learner of both models.
    [ValidateSet('RandomForest', 'ExtraTrees', 'MixedForest', 'XGBoost')]
    [string] $Algorithm = 'MixedForest',

    # The maps of single slices; Extended is the strongest preset.
    [string] $SlicePreset = 'Extended',

    # Seed of the phantom and of the learners.
    [int] $Seed = 0
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')))
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$null = [System.IO.Directory]::CreateDirectory($OutputPath)
function Out($Name) { [System.IO.Path]::Combine($OutputPath, $Name) }

# A volume as files would give it; the phantom's slices are made while they are written.
$phantom = New-SegPhantom -Depth $Depth -Height $Size -Width $Size -VoxelSize $VoxelSize -Seed $Seed
$phantom.Image | Export-SegImage (Out volume.tif) -Force
$phantom.Strokes | Export-SegLabels (Out strokes.tif) -Force
$phantom.Truth | Export-SegLabels (Out truth.tif) -Force
$volume = Import-SegImage (Out volume.tif) -As Volume
$strokes = Import-SegLabels (Out strokes.tif) -As Volume
$truth = Import-SegLabels (Out truth.tif) -As Volume

# In three dimensions: one model, one stream of slices.
$model = New-SegModel -Algorithm $Algorithm -Seed $Seed |
    Invoke-SegTraining -Volume $volume -Labels $strokes -Config (New-SegFeatureConfig -Preset Volume)
$model | Export-SegModel (Out volume.ndseg) -Force
$volume | Invoke-SegApply -Model $model | Export-SegLabels (Out labels.tif) -Force

# Slice by slice: the strokes of the painted slices, the maps of single images.
$painted = [string]($phantom.PaintedSlices -join ',')
$slices = Import-SegImage (Out volume.tif) -Slice $painted
$sliceStrokes = Import-SegLabels (Out strokes.tif) -Slice $painted
$sliceModel = New-SegModel -Algorithm $Algorithm -Seed $Seed |
    Invoke-SegTraining -Image $slices -Labels $sliceStrokes -Preset $SlicePreset
$sliceModel | Export-SegModel (Out slices.ndseg) -Force
Import-SegImage (Out volume.tif) | Invoke-SegApply -Model $sliceModel | Export-SegLabels (Out labels_slices.tif) -Force

# Both against the truth, all voxels together.
$labels = Import-SegLabels (Out labels.tif) -As Volume
$scores = foreach ($way in @{ Name = 'volume'; File = 'labels.tif' }, @{ Name = 'slice by slice'; File = 'labels_slices.tif' }) {
    $accuracy = Measure-SegAccuracy (Out $way.File) -Truth $truth
    $row = [ordered]@{ Maps = $way.Name; MeanIoU = [Math]::Round($accuracy.MeanIoU, 4) }
    foreach ($class in $accuracy.Classes) { $row[$class.Class] = [Math]::Round($class.IoU, 4) }
    [pscustomobject]$row
}
$scores | Format-Table | Out-String -Width 120

# Phases and objects with units; small specks are cleaned away in three dimensions first.
$clean = $labels | Optimize-SegLabels -MinimumRegionSize 20
$clean | Measure-SegPhase | Format-Table | Out-String -Width 120
$objects = $clean | Measure-SegObject -Class Sheet, Rod, Grain
$objects | Export-Csv (Out objects.csv)
$objects | Group-Object Class | ForEach-Object {
    $volumes = $_.Group | Measure-Object Size -Average
    '{0,-6} {1,5} objects, mean volume {2:0.0} {3}' -f $_.Name, $_.Count, $volumes.Average, $_.Group[0].SizeUnit
}
$map = $clean | Measure-SegObject -Class Sheet, Rod, Grain -AsLabels
$map | Export-SegLabels (Out objects.tif) -Force

# Sections through the volume; uncertainty is gathered from the slices as they come.
$panels = @{ Image = $volume; Labels = $strokes; Title = 'Volume and strokes'; Alpha = 1 }, @{ Labels = $truth; Title = 'Truth' },
    @{ Labels = $labels; Title = "Labels, mIoU $($scores[0].MeanIoU)" }, @{ Labels = (Out labels_slices.tif | Import-SegLabels -As Volume); Title = "Slice by slice, mIoU $($scores[1].MeanIoU)" },
    @{ Labels = $map; Title = 'Objects'; Legend = $false }
& {
    $panels
    $volume | Invoke-SegApply -Model $model -Uncertainty
} | Export-SegFigure (Out volume.png) -As Volume -Show Uncertainty -Columns 3 -PanelSize 480 -Title '', '', '', '', '', 'Uncertainty' -Force

"3-D is {0:0.000} mean IoU above slice by slice. Results: $OutputPath" -f ($scores[0].MeanIoU - $scores[1].MeanIoU)
