<#
.SYNOPSIS
Measures jobs: what sharing a volume costs, and the rates that docs/scale.md reckons with.
.DESCRIPTION
-Shared  the same volume labelled by one process with two threads, by two processes with one each, and by one process with two parts
         side by side, in turn; from the start of the processes to their end. Medians, and ratios within each round.
-Rates   the rates of this machine: start, computation, reading, writing, hashing, merge.
-Table   times of 2,048^3 and of 10 TB on 1 to 256 nodes, reckoned from a file of rates, and what bounds each.
Rates and tables are meant for a machine that does nothing else.
.EXAMPLE
dotnet dnx PowerShell -y -- tests/NDSeg.Benchmarks/jobs.ps1 -Shared -Rounds 5
.EXAMPLE
dotnet dnx PowerShell -y -- tests/NDSeg.Benchmarks/jobs.ps1 -Rates -RatesFile rates.json
dotnet dnx PowerShell -y -- tests/NDSeg.Benchmarks/jobs.ps1 -Table -RatesFile rates.json
#>
[CmdletBinding()]
param(
    [switch] $Shared,
    [switch] $Rates,
    [switch] $Table,

    # Times that -Shared measures each way.
    [ValidateRange(1, 100)]
    [int] $Rounds = 3,

    # Slices of the volume that is measured, of Edge x Edge pixels.
    [ValidateRange(2, 10000)]
    [int] $Slices = 48,
    [ValidateRange(64, 16384)]
    [int] $Edge = 1024,

    # Where -Rates writes and -Table reads.
    [string] $RatesFile = (Join-Path $PSScriptRoot 'results/jobs-rates.json'),

    # Cores of a node.
    [ValidateRange(1, 1024)]
    [int] $NodeCores = 32,

    # Cores of a part: a node works on several parts, each of which reads and writes beside its computation.
    [ValidateRange(1, 1024)]
    [int] $PartCores = 8,

    # What the shared disk gives all nodes together, and one node, in bytes per second: those of the cluster, not of this machine.
    [double] $DiskRate = 10e9,
    [double] $NodeRate = 1e9
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$module = Join-Path $PSScriptRoot '../../NDSeg.psd1'
Import-Module $module
$pwsh = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
$ProgressPreference = 'SilentlyContinue'

# A stack of a phantom, each slice moved down by some rows: 8 bits, uncompressed, one strip per page.
function Write-Stack([string] $Path, [byte[]] $First) {
    $out = [IO.BinaryWriter]::new([IO.File]::Create($Path))
    try {
        $out.Write([byte[]](0x49, 0x49, 42, 0))
        $page = [long]$Edge * $Edge
        $directory = 8 + $page
        $out.Write([uint32]$directory)
        for ($slice = 0; $slice -lt $Slices; $slice++) {
            $at = ($slice * 7 % $Edge) * $Edge
            $out.Write($First, $at, $First.Length - $at)
            $out.Write($First, 0, $at)
            $entries = @((256, 4, $Edge), (257, 4, $Edge), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, ($directory - $page)), (277, 3, 1), (278, 4, $Edge), (279, 4, $page))
            $out.Write([uint16]$entries.Count)
            foreach ($entry in $entries) {
                $out.Write([uint16]$entry[0]); $out.Write([uint16]$entry[1]); $out.Write([uint32]1); $out.Write([uint32]$entry[2])
            }
            $next = $directory + 2 + 12 * $entries.Count + 4 + $page
            $out.Write([uint32]($slice -lt $Slices - 1 ? $next : 0))
            $directory = $next
        }
    }
    finally { $out.Dispose() }
}

function Get-Median([double[]] $Value) {
    $sorted = $Value | Sort-Object
    ($sorted[[Math]::Floor(($Value.Count - 1) / 2)] + $sorted[[Math]::Ceiling(($Value.Count - 1) / 2)]) / 2
}

# Seconds from the start of processes to the end of the last one.
function Measure-Process([string[]] $Command) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $started = foreach ($one in $Command) {
        Start-Process $pwsh -PassThru -NoNewWindow -RedirectStandardOutput (Join-Path $folder "out-$([guid]::NewGuid()).txt") -ArgumentList '-NoProfile', '-NonInteractive', '-Command', "`"Import-Module '$module'; $one`""
    }
    $started | Wait-Process
    $seconds = $watch.Elapsed.TotalSeconds
    if ($started.ExitCode -ne 0) { throw "A process ended with exit code $($started.ExitCode)." }
    $seconds
}

function New-Job([string] $Name, [int] $Parts) {
    $null = New-SegJob volume.tif -Model model.ndseg -OutFile "$Name.tif" -Parts $Parts -Path $Name -Force
}

# One line for each way to share a volume between two threads.
function Measure-Sharing {
    $ways = [ordered]@{
        'one process, two threads'         = @('Invoke-SegJob job -All -Threads 2')
        'two processes, one thread each'   = @('Invoke-SegJob job -Part 0 -Threads 1', 'Invoke-SegJob job -Part 1 -Threads 1')
        'one process, two parts at a time' = @('Invoke-SegJob job -All -Threads 2 -ThrottleLimit 2')
    }
    $seconds = @{}
    $ways.Keys | ForEach-Object { $seconds[$_] = @() }
    foreach ($round in 0..$Rounds) {
        foreach ($way in $ways.Keys) {
            New-Job job 2
            $time = Measure-Process $ways[$way]
            # The first round warms up.
            if ($round) { $seconds[$way] += $time }
            Write-Verbose "round ${round}: $way $([Math]::Round($time, 2)) s"
        }
    }
    foreach ($way in $ways.Keys) {
        $first = @($seconds['one process, two threads'])
        $mine = @($seconds[$way])
        [pscustomobject]@{
            Way = $way
            Seconds = [Math]::Round((Get-Median $mine), 2)
            Least = [Math]::Round(($mine | Measure-Object -Minimum).Minimum, 2)
            Most = [Math]::Round(($mine | Measure-Object -Maximum).Maximum, 2)
            Ratio = [Math]::Round((Get-Median (0..($mine.Count - 1) | ForEach-Object { $mine[$_] / $first[$_] })), 3)
        }
    }
}

# The rates of this machine; bytes and voxels per second where nothing else is said.
function Measure-Rate {
    New-Job job 1
    $voxels = [double]$Slices * $Edge * $Edge
    # Twice, so that what is measured runs compiled code.
    $null = Invoke-SegJob job -All -Threads 1
    $null = Invoke-SegJob job -All -Threads 1 -Force
    $cost = (Get-Content job/parts/00000/part.json -Raw | ConvertFrom-Json)
    $stored = ($cost.slices | Measure-Object bytes -Sum).Sum
    # A part that is finished: the process starts, reads plan and model, and looks.
    New-Job start $Slices
    $null = Invoke-SegJob start -Part 0
    $starts = foreach ($n in 1..5) { Measure-Process 'Invoke-SegJob start -Part 0' }
    $watch = [Diagnostics.Stopwatch]::new()
    foreach ($time in 1, 2) {
        $watch.Restart()
        $null = [NDSeg.Storage.FileFingerprint]::Of((Resolve-Path volume.tif).Path, 'image', $null, [Threading.CancellationToken]::None)
        $hash = $watch.Elapsed.TotalSeconds
        $watch.Restart()
        $null = Complete-SegJob job -Force
        $merge = $watch.Elapsed.TotalSeconds
    }
    [ordered]@{
        processor = (Test-Path /proc/cpuinfo) ? ((Get-Content /proc/cpuinfo | Select-String 'model name' | Select-Object -First 1) -replace '.*: ') : 'unknown'
        maps = @(Import-SegModel model.ndseg).Maps
        model = "$(Import-SegModel model.ndseg)"
        slices = $Slices
        edge = $Edge
        startSeconds = Get-Median $starts
        coreNanosecondsPerVoxel = 1e9 * $cost.cost.computeSeconds / $voxels
        readBytesPerSecond = $voxels / $cost.cost.readSeconds
        writeVoxelsPerSecond = $voxels / $cost.cost.writeSeconds
        storedBytesPerVoxel = $stored / $voxels
        hashBytesPerSecond = (Get-Item volume.tif).Length / $hash
        mergeStoredBytesPerSecond = $stored / $merge
    }
}

# What a volume takes on a number of nodes. Reading, computing and writing overlap within a part, so the slowest of them counts.
function Get-Reckoning([hashtable] $Volume, [int] $Nodes, $Rate) {
    $voxels = [double]$Volume.Voxels
    $bytes = $voxels * $Volume.Bytes
    $stored = $voxels * $Rate.storedBytesPerVoxel
    $disk = [Math]::Min($Nodes * $NodeRate, $DiskRate)
    $beside = $Nodes * [Math]::Max(1, $NodeCores / $PartCores)
    $work = [ordered]@{
        compute = $voxels * $Rate.coreNanosecondsPerVoxel / 1e9 / ($Nodes * $NodeCores)
        read = [Math]::Max($bytes / $disk, $bytes / ($beside * $Rate.readBytesPerSecond))
        write = [Math]::Max($stored / $disk, $voxels / ($beside * $Rate.writeVoxelsPerSecond))
    }
    $slowest = $work.GetEnumerator() | Sort-Object Value -Descending | Select-Object -First 1
    $serial = [ordered]@{
        hash = $bytes / [Math]::Min($Rate.hashBytesPerSecond, $NodeRate)
        start = $Rate.startSeconds
        merge = $stored / [Math]::Min($Rate.mergeStoredBytesPerSecond, $NodeRate / 3)
    }
    # A Zarr volume is only checked: its chunks are hashed and inflated, by all cores of one node.
    $check = 2 * $stored / $NodeRate
    $shared = [ordered]@{ $slowest.Key = $slowest.Value; start = $serial.start; check = $check }
    $all = [ordered]@{ $slowest.Key = $slowest.Value } + $serial
    [pscustomobject]@{
        Volume = $Volume.Name
        Nodes = $Nodes
        Hash = $serial.hash
        Start = $serial.start
        Compute = $work.compute
        Read = $work.read
        Write = $work.write
        Merge = $serial.merge
        Total = $slowest.Value + ($serial.Values | Measure-Object -Sum).Sum
        Shared = ($shared.Values | Measure-Object -Sum).Sum
        Bound = ($all.GetEnumerator() | Sort-Object Value -Descending | Select-Object -First 1).Key
        BoundShared = ($shared.GetEnumerator() | Sort-Object Value -Descending | Select-Object -First 1).Key
    }
}

function Format-Time([double] $Seconds) {
    if ($Seconds -ge 36000) { '{0:0} h' -f ($Seconds / 3600) } elseif ($Seconds -ge 3600) { '{0:0.0} h' -f ($Seconds / 3600) } elseif ($Seconds -ge 120) { '{0:0} min' -f ($Seconds / 60) } else { '{0:0.0} s' -f $Seconds }
}

function Write-Table {
    $rate = Get-Content -LiteralPath $RatesFile -Raw | ConvertFrom-Json
    "Rates: $($rate.model), $($rate.processor): start $('{0:0.0}' -f $rate.startSeconds) s; $('{0:0}' -f $rate.coreNanosecondsPerVoxel) ns per voxel and core; reader $('{0:0}' -f ($rate.readBytesPerSecond / 1e6)) MB/s; writer $('{0:0}' -f ($rate.writeVoxelsPerSecond / 1e6)) M voxels/s; $('{0:0.000}' -f $rate.storedBytesPerVoxel) stored bytes per voxel; hash $('{0:0}' -f ($rate.hashBytesPerSecond / 1e6)) MB/s; merge $('{0:0}' -f ($rate.mergeStoredBytesPerSecond / 1e6)) MB/s of stored labels."
    "Cluster: $NodeCores cores a node, $PartCores a part, $('{0:0.0}' -f ($NodeRate / 1e9)) GB/s a node, $('{0:0.0}' -f ($DiskRate / 1e9)) GB/s the shared disk."
    ''
    '| volume | nodes | hash | start | compute | read | write | merge | all | bound | Zarr, -SampleHash | bound |'
    '|---|---|---|---|---|---|---|---|---|---|---|---|'
    foreach ($volume in @{ Name = '2,048^3, 8 bits (8.6 GB)'; Voxels = [Math]::Pow(2048, 3); Bytes = 1 }, @{ Name = '10 TB, 16 bits'; Voxels = 5e12; Bytes = 2 }) {
        foreach ($nodes in 1, 4, 16, 64, 256) {
            $r = Get-Reckoning $volume $nodes $rate
            $times = $r.Hash, $r.Start, $r.Compute, $r.Read, $r.Write, $r.Merge, $r.Total | ForEach-Object { Format-Time $_ }
            "| $($r.Volume) | $($r.Nodes) | $($times -join ' | ') | $($r.Bound) | $(Format-Time $r.Shared) | $($r.BoundShared) |"
        }
    }
}

if ($Table) {
    Write-Table
}
if ($Shared -or $Rates) {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "ndseg-jobs-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory $folder
    Push-Location $folder
    try {
        $phantom = New-SegPhantom -Height $Edge -Width $Edge -Seed 1
        Write-Stack (Join-Path $folder 'volume.tif') $phantom.Image.Plane(0)
        New-SegModel -Seed 1 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes | Export-SegModel model.ndseg
        if ($Shared) { Measure-Sharing }
        if ($Rates) {
            $found = Measure-Rate
            $found | ConvertTo-Json | Set-Content -LiteralPath $RatesFile
            [pscustomobject]$found
        }
    }
    finally {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}
