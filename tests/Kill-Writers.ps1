<#
.SYNOPSIS
Kills every writer of the module at random moments and looks at what is left: to be run by hand, for some minutes.

.DESCRIPTION
Each kill starts a PowerShell that writes one kind of file over and over, in turn with the content of two versions, waits a random
time and kills it. Then every file must be whole: absent before the first was ever complete, else the bytes of one version. Then the
same kind is written once more, here, and the folder must hold nothing but what that gives: no temporary file, no working folder.

Kinds: labels as TIFF with a sidecar, PNG and HDF5; label volumes as TIFF and HDF5; a figure, a model, a report; maps of a volume as
TIFF and HDF5; training data as CSV with a sidecar and as NPZ; unsaved strokes of the painter.

Ends with a line of counts for every kind and exit code 0, or 1 where something was lost or left behind.

.EXAMPLE
pwsh -NoProfile -File tests/Kill-Writers.ps1 -Kills 200
#>
[CmdletBinding()]
param(
    # Kills in all, spread over the kinds.
    [ValidateRange(1, 100000)] [int] $Kills = 200,

    # Seed of the moments.
    [int] $Seed = 1,

    # Only these kinds.
    [string[]] $Kind,

    # The kind that this process writes until it is killed. Given by the script itself.
    [string] $Write,

    # The folder it writes to. Given by the script itself.
    [string] $Folder,

    # The folder with models and tables. Given by the script itself.
    [string] $Store
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$modulePath = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../NDSeg.psd1'))
Import-Module $modulePath

$edge = 384
$root = Join-Path ([IO.Path]::GetTempPath()) "ndseg-kill-$([guid]::NewGuid().ToString('N'))"

# What is written: two versions of everything. A process that is going to be killed takes from the store only what it needs.
if (-not $Write) {
    $Store = (New-Item -ItemType Directory "$root/store").FullName
    $config = New-SegFeatureConfig -Sigma 1 -Exclude Membrane
    foreach ($number in 1, 2) {
        $phantom = New-SegPhantom $edge $edge -Seed $number
        New-SegModel -Trees (40 * $number) -MaxDepth 8 -Seed $number | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes -Config $config | Export-SegModel "$Store/$number.ndseg"
        $features = $phantom.Image | Get-SegFeatures -Config $config
        Get-SegTrainingData $features $phantom.Truth -SampleCount 8000 -Seed $number | Export-SegTrainingData "$Store/$number.npz"
        $features.Dispose()
    }
}

$versions = foreach ($number in 1, 2) {
    $phantom = New-SegPhantom $edge $edge -Seed $number
    $version = @{ Image = $phantom.Image; Labels = $phantom.Truth; Model = Import-SegModel "$Store/$number.ndseg" }
    if (-not $Write -or $Write -like 'table.*') { $version.Table = Import-SegTrainingData "$Store/$number.npz" }
    if (-not $Write -or $Write -like 'maps.*') {
        $result = $phantom.Image | Invoke-SegApply $version.Model -Probability
        $version.Series = @(0..3 | ForEach-Object { $result.InSeries([NDSeg.Images.SeriesPosition]::new($_, 4)) })
    }
    $version
}

$writers = [ordered]@{
    'labels.tif' = { param($v, $out) $v.Labels | Export-SegLabels "$out/labels.tif" -Provenance Both -Force }
    'labels.png' = { param($v, $out) $v.Labels | Export-SegLabels "$out/labels.png" -Force }
    'labels.h5' = { param($v, $out) $v.Labels | Export-SegLabels "$out/labels.h5" -Force }
    'volume.tif' = { param($v, $out) 1..5 | ForEach-Object { $v.Labels } | Export-SegLabels "$out/volume.tif" -Provenance Sidecar -Force }
    'volume.h5' = { param($v, $out) 1..5 | ForEach-Object { $v.Labels } | Export-SegLabels "$out/volume.h5" -Force }
    'figure.png' = { param($v, $out) Export-SegFigure "$out/figure.png" -Panel $v.Image, $v.Labels -Force }
    'model.ndseg' = { param($v, $out) $v.Model | Export-SegModel "$out/model.ndseg" -Force }
    'maps.h5' = { param($v, $out) $v.Series | Export-SegImage "$out/maps.h5" -Map probability -Force }
    'maps.tif' = { param($v, $out) $v.Series | Export-SegImage "$out/maps.tif" -Map probability -Force }
    'table.csv' = { param($v, $out) $v.Table | Export-SegTrainingData "$out/table.csv" -Provenance Sidecar -Force }
    'table.npz' = { param($v, $out) $v.Table | Export-SegTrainingData "$out/table.npz" -Force }
    'report.html' = { param($v, $out) $v.Labels | Export-SegReport "$out/report.html" -Image $v.Image -Force }
    'strokes.tif.unsaved' = $null
}

# The painter in a runspace of its own, with what its page would send.
function Start-Painter([string] $Out) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
            param($module, $out, $image)
            Import-Module $module
            Edit-SegLabels $image -OutFile "$out/strokes.tif" -Force -NoBrowser
        }).AddArgument($modulePath).AddArgument($Out).AddArgument($versions[0].Image)
    $run = $shell.BeginInvoke()
    while ($shell.Streams.Information.Count -eq 0) {
        if ($run.IsCompleted) { $shell.EndInvoke($run); throw 'The painter ended before it began.' }
        Start-Sleep -Milliseconds 20
    }
    $address = [uri][regex]::Match("$($shell.Streams.Information[0])", 'http://\S+').Value
    $null = Invoke-WebRequest $address -SessionVariable web
    @{ Shell = $shell; Run = $run; Origin = $address.GetLeftPart('Authority'); Web = $web }
}

function Send-Page($Painter, [string] $Path, $Body) {
    $null = Invoke-WebRequest ($Painter.Origin + $Path) -Method Post -Body $Body -WebSession $Painter.Web -Headers @{ Origin = $Painter.Origin } -ContentType 'application/octet-stream'
}

# Rows of strokes, another pattern for every step.
function Send-Stroke($Painter, [int] $Step) {
    $runs = foreach ($row in 0..($edge - 1)) { $row; (7 * $row + 13 * $Step) % ($edge - 40); 20 }
    Send-Page $Painter "/stroke?slice=0&class=$(1 + $Step % 2)&window=k&step=$Step" ([byte[]]@($runs | ForEach-Object { [BitConverter]::GetBytes([int]$_) }))
}

# Whether unsaved strokes are whole: the mark, the description, and as many runs as it tells of.
function Test-Unsaved([string] $File) {
    $bytes = [IO.File]::ReadAllBytes($File)
    $length = [BitConverter]::ToInt32($bytes, 14)
    $about = [Text.Encoding]::UTF8.GetString($bytes, 18, $length) | ConvertFrom-Json
    $inflated = [IO.MemoryStream]::new()
    [IO.Compression.ZLibStream]::new([IO.MemoryStream]::new($bytes, 18 + $length, $bytes.Length - 18 - $length), [IO.Compression.CompressionMode]::Decompress).CopyTo($inflated)
    [Text.Encoding]::ASCII.GetString($bytes, 0, 14) -eq "NDSegStrokes1`n" -and $inflated.Length -eq 17 * $about.runCount -and $about.runCount -gt 0
}

# The child: writes until it is killed.
if ($Write) {
    $ready = { [IO.File]::WriteAllText("$Folder/ready", '') }
    if ($Write -eq 'strokes.tif.unsaved') {
        $painter = Start-Painter $Folder
        & $ready
        for ($step = 0; ; $step++) {
            Send-Stroke $painter $step
            Start-Sleep -Milliseconds 720
        }
    }
    & $ready
    for ($turn = 0; ; $turn++) { & $writers[$Write] $versions[$turn % 2] $Folder }
}

if ($Kind) { $Kind = $Kind -split ','; @($writers.Keys) | Where-Object { $_ -notin $Kind } | ForEach-Object { $writers.Remove($_) } }
$random = [Random]::new($Seed)
$problems = [Collections.Generic.List[string]]::new()
$counts = [ordered]@{}

function Get-Name([string] $Folder) { @(Get-ChildItem -LiteralPath $Folder -Force -Recurse | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName) } | Where-Object { $_ -ne 'ready' } | Sort-Object) }

try {
    # What whole files are, and which files a writer leaves.
    $whole = @{}
    $names = @{}
    foreach ($name in $writers.Keys) {
        $counts[$name] = @{ Kills = 0; Within = 0; None = 0 }
        $null = New-Item -ItemType Directory "$root/$name/own"
        if ($name -eq 'strokes.tif.unsaved') { $names[$name] = 'strokes.tif'; continue }
        $whole[$name] = foreach ($version in $versions) {
            $null = & $writers[$name] $version "$root/$name/own"
            (Get-FileHash "$root/$name/own/$name").Hash
        }
        $names[$name] = Get-Name "$root/$name/own"
        # A report names the time; its last bytes tell whether it is whole.
        $null = & $writers[$name] $versions[1] "$root/$name/own"
        if ((Get-FileHash "$root/$name/own/$name").Hash -ne $whole[$name][1]) { $whole[$name] = 'changes' }
    }

    for ($kill = 0; $kill -lt $Kills; $kill++) {
        $name = @($writers.Keys)[$kill % $writers.Count]
        $count = $counts[$name]
        # A new folder now and then: the first file of all is killed too.
        $folder = "$root/$name/$([Math]::Floor($kill / $writers.Count / 4))"
        $null = New-Item -ItemType Directory -Force $folder
        Remove-Item "$folder/ready" -ErrorAction Ignore
        $start = [Diagnostics.ProcessStartInfo]::new((Join-Path $PSHOME 'pwsh'))
        '-NoProfile', '-NonInteractive', '-File', $PSCommandPath, '-Write', $name, '-Folder', $folder, '-Store', $Store | ForEach-Object { $start.ArgumentList.Add($_) }
        $child = [Diagnostics.Process]::Start($start)
        while (-not (Test-Path "$folder/ready")) {
            if ($child.HasExited) { throw "The process that writes $name ended by itself." }
            Start-Sleep -Milliseconds 20
        }
        $most = if ($name -eq 'strokes.tif.unsaved') { 2500 } else { 700 }
        Start-Sleep -Milliseconds $random.Next($most)
        $child.Kill($true)
        $child.WaitForExit()
        $count.Kills++

        $left = @(Get-Name $folder)
        $count.Within += [int]@($left -match '^\.ndseg-|\.partial' | Where-Object { $_ }).Count -gt 0
        $file = Join-Path $folder $name
        if (-not (Test-Path $file)) { $count.None++ }
        elseif ($name -eq 'strokes.tif.unsaved') { if (-not (Test-Unsaved $file)) { $problems.Add("kill ${kill}: $name is damaged") } }
        elseif ($whole[$name] -eq 'changes') {
            if ([IO.File]::ReadAllText($file).TrimEnd() -notlike '*</html>') { $problems.Add("kill ${kill}: $name is damaged") }
        }
        elseif ((Get-FileHash $file).Hash -notin $whole[$name]) { $problems.Add("kill ${kill}: $name is neither the old nor the new file") }
        foreach ($account in $left -match '\.tif\.json$|\.csv\.json$') {
            try { $null = Get-Content -Raw (Join-Path $folder $account) | ConvertFrom-Json } catch { $problems.Add("kill ${kill}: $account is damaged") }
        }

        # The next run.
        if ($name -eq 'strokes.tif.unsaved') {
            $found = Test-Path $file
            $painter = Start-Painter $folder
            if ($found) { Send-Page $painter '/answer' '{"restore":true}' } else { Send-Stroke $painter 0 }
            Send-Page $painter '/save'
            # The server may be gone before it has answered.
            try { Send-Page $painter '/finish' } catch [Net.Http.HttpRequestException] { Write-Verbose "$_" }
            $null = $painter.Run.AsyncWaitHandle.WaitOne(30000)
            $painter.Shell.EndInvoke($painter.Run)
        }
        else { $null = & $writers[$name] $versions[0] $folder }
        $found = @(Get-Name $folder)
        if (Compare-Object $found @($names[$name])) { $problems.Add("kill ${kill}: the run after left $($found -join ', ')") }
    }
}
finally {
    Remove-Item -LiteralPath $root -Recurse -Force -ErrorAction Ignore
}

foreach ($name in $counts.Keys) { '{0,-20} {1,4} kills, {2,4} within a write, {3,4} before the first file' -f $name, $counts[$name].Kills, $counts[$name].Within, $counts[$name].None }
$problems
'{0} kills, {1} problems' -f ($counts.Values.Kills | Measure-Object -Sum).Sum, $problems.Count
exit [int]($problems.Count -gt 0)
