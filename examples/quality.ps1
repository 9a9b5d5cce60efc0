<#
.SYNOPSIS
Compares presets of maps and learners on images with full truth.

.DESCRIPTION
Trains every learner on every preset from the strokes of each case, labels the image, and holds the labels against the
truth: IoU of every class, mean IoU, and the seconds of training and applying. The cases are a phantom of the module's
own and, where the shared data are at hand (NDSEG_SHARED or ../shared), the micrographs of data/truth: files named
<case>_image.tif, <case>_labels.tif and <case>_truth.tif. Writes quality.csv (a row per case, preset and learner),
quality.md (the tables) and a figure per case: image, strokes, truth, the labels of the default and the best labels.

.EXAMPLE
./examples/quality.ps1 -OutputPath ./out/quality

.EXAMPLE
./examples/quality.ps1 -DataPath ./my-cases -Preset Default, Extended -Learner MixedForest, XGBoost
#>
param(
    # Folder for the results; files of an earlier run are replaced.
    [string] $OutputPath = [System.IO.Path]::Combine($PSScriptRoot, '..', 'out', 'quality'),

    # Folder of the cases; data/truth of the shared data unless given.
    [string] $DataPath,

    # Names of the cases, wildcards allowed.
    [string[]] $Case = '*',

    # Presets of maps; the first one and the first learner make the default that the others are held against.
    [string[]] $Preset = @('Default', 'Classical', 'Extended'),

    # Learners; RandomForest12 is the forest of depth 12.
    [ValidateSet('RandomForest', 'RandomForest12', 'ExtraTrees', 'MixedForest', 'XGBoost')]
    [string[]] $Learner = @('RandomForest', 'RandomForest12', 'ExtraTrees', 'MixedForest', 'XGBoost'),

    # Edge of the phantom in pixels.
    [ValidateRange(64, 8192)]
    [int] $PhantomSize = 384,

    # Seed of the phantom and of the learners.
    [int] $Seed = 0
)

$ErrorActionPreference = 'Stop'
Import-Module ([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')))
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$null = [System.IO.Directory]::CreateDirectory($OutputPath)
$invariant = [cultureinfo]::InvariantCulture

function Out($Name) { [System.IO.Path]::Combine($OutputPath, $Name) }
function Number($Value, $Format = 'F4') { if ($null -eq $Value) { '' } else { ([double]$Value).ToString($Format, $invariant) } }
function Mean($Values) { ($Values | Measure-Object -Average).Average }

# The settings of a learner as New-SegModel takes them.
function Model($Name) {
    switch ($Name) {
        'RandomForest12' { New-SegModel -Algorithm RandomForest -MaxDepth 12 -Seed $Seed }
        default { New-SegModel -Algorithm $Name -Seed $Seed }
    }
}

function Text($Name) { if ($Name -eq 'RandomForest12') { 'RandomForest -MaxDepth 12' } else { $Name } }

if ($Learner -contains 'XGBoost' -and -not (Get-SegDevice).Where({ $_.Name -eq 'xgboost' }).Available) {
    Write-Warning 'XGBoost: its library was not found, so it is left out (Get-SegDevice says where it was looked for).'
    $Learner = $Learner.Where({ $_ -ne 'XGBoost' })
}

# Every case: name, image, strokes, truth.
if (-not $DataPath) {
    $shared = if ($env:NDSEG_SHARED) { $env:NDSEG_SHARED } else { [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'shared') }
    $DataPath = [System.IO.Path]::Combine($shared, 'data', 'truth')
}
$names = @(if (Test-Path -LiteralPath $DataPath) {
        Get-ChildItem -LiteralPath $DataPath -Filter *_image.tif | Sort-Object Name | ForEach-Object { $_.Name -replace '_image\.tif$' }
    })
if (-not $names) { "No cases in '$DataPath' (set NDSEG_SHARED or -DataPath): only the phantom is measured." }
$chosen = @('phantom') + $names | Where-Object { $name = $_; $Case.Where({ $name -like $_ }) }
if (-not $chosen) { throw "No case is named $($Case -join ', '). Expected one of: phantom, $($names -join ', ')." }

$rows = foreach ($name in $chosen) {
    if ($name -eq 'phantom') {
        $phantom = New-SegPhantom $PhantomSize $PhantomSize -Seed $Seed
        $image, $strokes, $truth = $phantom.Image, $phantom.Strokes, $phantom.Truth
    }
    else {
        $image = Import-SegImage ([System.IO.Path]::Combine($DataPath, "${name}_image.tif"))
        $strokes = Import-SegLabels ([System.IO.Path]::Combine($DataPath, "${name}_labels.tif"))
        $truth = Import-SegLabels ([System.IO.Path]::Combine($DataPath, "${name}_truth.tif"))
    }

    $default, $best = $null, $null
    foreach ($maps in $Preset) {
        foreach ($algorithm in $Learner) {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $model = Model $algorithm | Invoke-SegTraining -Image $image -Labels $strokes -Preset $maps
            $fit = $watch.Elapsed.TotalSeconds
            $watch.Restart()
            $result = $image | Invoke-SegApply -Model $model
            $apply = $watch.Elapsed.TotalSeconds
            $accuracy = Measure-SegAccuracy $result -Truth $truth
            $seen = [pscustomobject]@{ Name = "$maps, $(Text $algorithm)"; Result = $result; MeanIoU = $accuracy.MeanIoU }
            if ($null -eq $default) { $default = $seen }
            if ($null -eq $best -or $seen.MeanIoU -gt $best.MeanIoU) { $best = $seen }
            Write-Information "$name, $($seen.Name): mIoU $(Number $accuracy.MeanIoU), train $(Number $fit F2) s, apply $(Number $apply F2) s" -InformationAction Continue

            $row = [ordered]@{ Case = $name; Preset = $maps; Learner = Text $algorithm; MeanIoU = Number $accuracy.MeanIoU }
            foreach ($class in $accuracy.Classes) { $row["IoU$($class.Value)"] = Number $class.IoU }
            $row['TrainSeconds'] = Number $fit F3
            $row['ApplySeconds'] = Number $apply F3
            [pscustomobject]$row
        }
    }

    $titles = 'Image', 'Strokes', 'Truth', "$($default.Name)`nmIoU $(Number $default.MeanIoU)", "Best: $($best.Name)`nmIoU $(Number $best.MeanIoU)"
    Export-SegFigure (Out "$name.png") -Panel @($image, $strokes, $truth, $default.Result, $best.Result) -Title $titles -Columns 3 -Legend -Force
    if ($name -eq 'phantom') {
        # The pictures of docs/quality.md: no image but the phantom's belongs to this project.
        $panels = @($image, $truth, $default.Result, $best.Result)
        $quarter = [int]($PhantomSize / 4)
        Export-SegFigure (Out 'quality-phantom.png') -Panel $panels -Title ($titles[0, 2, 3, 4]) -Columns 4 -PanelSize 200 -Legend:$false -Force
        Export-SegFigure (Out 'quality-detail.png') -Panel $panels -Title ($titles[0, 2, 3, 4]) -Columns 4 -PanelSize 200 -Legend:$false -Crop $quarter, (2 * $quarter), 0, $quarter -Force
    }
}

# Cases may have different numbers of classes: every row gets every column.
$columns = @('Case', 'Preset', 'Learner', 'MeanIoU') + ($rows.ForEach({ $_.PSObject.Properties.Name }) -like 'IoU*' | Sort-Object -Unique) + 'TrainSeconds', 'ApplySeconds'
$rows | Select-Object $columns | Export-Csv (Out 'quality.csv')

# One table of means over the micrographs (over the phantom, where there is nothing else), one table per case.
$cases = @($chosen | Where-Object { $_ -ne 'phantom' -or $chosen.Count -eq 1 })
$first = @{}
foreach ($name in $cases) { $first[$name] = [double]$rows.Where({ $_.Case -eq $name }, 'First').MeanIoU }
$page = [System.Collections.Generic.List[string]]::new()
$page.Add("| preset | learner | $($cases -join ' | ') | mean | below the first row | seconds a case |")
$page.Add("|---|---|$('---|' * $cases.Count)---|---|---|")
foreach ($maps in $Preset) {
    foreach ($algorithm in $Learner) {
        $group = $rows.Where({ $_.Case -in $cases -and $_.Preset -eq $maps -and $_.Learner -eq (Text $algorithm) })
        $below = $group.Where({ [double]$_.MeanIoU -lt $first[$_.Case] }).Count
        $seconds = Mean $group.ForEach({ [double]$_.TrainSeconds + [double]$_.ApplySeconds })
        $page.Add("| $maps | $(Text $algorithm) | $($group.MeanIoU -join ' | ') | **$(Number (Mean $group.ForEach({ [double]$_.MeanIoU })))** | $below of $($group.Count) | $(Number $seconds F2) |")
    }
}
foreach ($name in $chosen) {
    $own = $rows.Where({ $_.Case -eq $name })
    $classes = @($own[0].PSObject.Properties.Name -like 'IoU*')
    $page.Add('')
    $page.Add("## $name")
    $page.Add('')
    $page.Add("| preset | learner | mean IoU | $($classes.ForEach({ $_ -replace '^IoU', 'class ' }) -join ' | ') | train (s) | apply (s) |")
    $page.Add("|---|---|---|$('---|' * $classes.Count)---|---|")
    foreach ($row in $own) {
        $page.Add("| $($row.Preset) | $($row.Learner) | $($row.MeanIoU) | $($classes.ForEach({ $row.$_ }) -join ' | ') | $($row.TrainSeconds) | $($row.ApplySeconds) |")
    }
}
[System.IO.File]::WriteAllLines((Out 'quality.md'), $page)
$page
"Written to ${OutputPath}: quality.csv, quality.md, $($chosen.ForEach({ "$_.png" }) -join ', ')"
