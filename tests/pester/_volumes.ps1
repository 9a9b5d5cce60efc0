# Dot-sourced after _setup.ps1 by the tests of volumes, resumption, provenance and the nightly job: slices of two phases,
# stripes that move from slice to slice, a folder to work in, and two small models trained on the first slice.

$edge = 48

function Test-Bright([int] $Row, [int] $Column, [int] $Number) {
    [Math]::Floor(($Column + [Math]::Floor($Row / 2) + 3 * $Number) / 11) % 2 -eq 1
}

# The samples of one slice, dark stripes near 60 and bright ones near 150.
$sliceCache = @{}
function Get-ScanSlice([int] $Number, [int] $Edge = $edge) {
    $key = "$Number $Edge"
    if (-not $sliceCache[$key]) {
        $noise = [byte[]]::new($Edge * $Edge)
        [Random]::new($Number).NextBytes($noise)
        $at = 0
        for ($y = 0; $y -lt $Edge; $y++) {
            for ($x = 0; $x -lt $Edge; $x++) {
                $bright = ([Math]::Floor(($x + [Math]::Floor($y / 2) + 3 * $Number) / 11) % 2) * 90
                $noise[$at] = 50 + $bright + $noise[$at] % 25
                $at++
            }
        }
        $sliceCache[$key] = $noise
    }
    , $sliceCache[$key]
}

# A multi-page TIFF of the slices with these numbers.
function Write-Volume([string] $Name, [int[]] $Number, [int] $Edge = $edge) {
    $path = Join-Path $workspace $Name
    $null = New-Item -ItemType Directory -Force (Split-Path $path)
    $pages = @(foreach ($n in $Number) { , (Get-ScanSlice $n $Edge) })
    Write-TestTiff $path -Height $Edge -Width $Edge -Page $pages
}

# The places of the directories of a TIFF, found by following them, and whether it is a BigTIFF.
function Get-TiffDirectory([string] $Path) {
    $file = [IO.File]::ReadAllBytes((Join-Path $workspace $Path))
    $big = $file[2] -eq 43
    $at = if ($big) { [BitConverter]::ToInt64($file, 8) } else { [BitConverter]::ToUInt32($file, 4) }
    $places = while ($at) {
        $at
        $at = if ($big) { [BitConverter]::ToInt64($file, $at + 8 + 20 * [BitConverter]::ToInt64($file, $at)) }
            else { [BitConverter]::ToUInt32($file, $at + 2 + 12 * [BitConverter]::ToUInt16($file, $at)) }
    }
    [pscustomobject]@{ Big = $big; Places = @($places); Pages = @($places).Count }
}

# Makes one page of a classic TIFF unreadable: its strip begins behind the end of the file.
function Set-DamagedPage([string] $Name, [int] $Page) {
    $path = Join-Path $workspace $Name
    $file = [IO.File]::ReadAllBytes($path)
    $directory = (Get-TiffDirectory $Name).Places[$Page]
    for ($entry = $directory + 2; [BitConverter]::ToUInt16($file, $entry) -ne 273; $entry += 12) { }
    [BitConverter]::GetBytes([uint32]($file.Length + 1000)).CopyTo($file, $entry + 8)
    [IO.File]::WriteAllBytes($path, $file)
}

# Runs a script in a process of its own, in the workspace; gives its exit code, whatever it is.
function Invoke-Process([string] $Script) {
    $file = Join-Path $workspace "$([guid]::NewGuid()).ps1"
    Set-Content $file "Set-Location '$workspace'`nImport-Module '$modulePath'`n$Script"
    $null = & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -File $file 2>&1
    Remove-Item $file
    $LASTEXITCODE
}

function Get-Hash([string] $Name) { (Get-FileHash (Join-Path $workspace $Name)).Hash }

function Test-SameLabels($Reference, $Difference) { (Compare-SegLabels -Reference $Reference -Difference $Difference).Equal }

$workspace = (New-Item -ItemType Directory (Join-Path $TestDrive 'volumes')).FullName
Set-Location $workspace
Write-Volume train.tif 0
$paint = [byte[]]::new($edge * $edge)
for ($y = 0; $y -lt $edge; $y += 8) {
    for ($x = 0; $x -lt $edge; $x++) { $paint[$y * $edge + $x] = if (Test-Bright $y $x 0) { 2 } else { 1 } }
}
Write-TestTiff (Join-Path $workspace strokes.tif) -Height $edge -Width $edge -Page (, $paint)
foreach ($seed in 1, 2) {
    New-SegModel -Trees 10 -MaxDepth 5 -Seed $seed |
        Invoke-SegTraining -Image (Import-SegImage train.tif) -Labels strokes.tif -Config (New-SegFeatureConfig -Sigma 1, 2 -Exclude Membrane) |
        Export-SegModel ('model.ndseg', 'other.ndseg')[$seed - 1]
}
