# Dot-sourced in BeforeAll of every file: the module, example data, and what the tests share.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$repositoryRoot = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$modulePath = if ($env:NDSEG_MODULE) { $env:NDSEG_MODULE } else { Join-Path $repositoryRoot 'NDSeg.psd1' }
$sharedRoot = if ($env:NDSEG_SHARED) { $env:NDSEG_SHARED } else { Join-Path $repositoryRoot '../shared' }
Import-Module $modulePath

# A path below the shared data; without it the test that asks is skipped.
function Get-SharedFile([Parameter(Mandatory)][string] $Name) {
    $path = Join-Path $sharedRoot $Name
    if (-not (Test-Path -LiteralPath $path)) {
        Set-ItResult -Skipped -Because "$Name is not below '$sharedRoot' (set NDSEG_SHARED)"
    }
    (Resolve-Path -LiteralPath $path).Path
}

# Skips the test that asks where no XGBoost library is found.
function Assert-XGBoost {
    $library = Get-SegDevice | Where-Object Name -EQ 'xgboost'
    if (-not $library.Available) {
        Set-ItResult -Skipped -Because "no XGBoost library: $($library.Reason)"
    }
}

# A baseline TIFF, uncompressed, little-endian, one strip per page. -Sample: one array of samples for each page.
function Write-TestTiff {
    param(
        [Parameter(Mandatory)][string] $Path,
        [Parameter(Mandatory)][int] $Height,
        [Parameter(Mandatory)][int] $Width,
        [Parameter(Mandatory)][array[]] $Page,
        [int] $Channels = 1,
        [ValidateSet('UInt8', 'UInt16', 'Float32')][string] $Type = 'UInt8'
    )
    $bits = @{ UInt8 = 8; UInt16 = 16; Float32 = 32 }[$Type]
    $format = if ($Type -eq 'Float32') { 3 } else { 1 }
    $stream = [IO.MemoryStream]::new()
    $out = [IO.BinaryWriter]::new($stream)
    $out.Write([byte[]](0x49, 0x49, 42, 0))
    $out.Write([uint32]0)
    $next = 4L
    foreach ($samples in $Page) {
        $typed = switch ($Type) { UInt8 { , [byte[]]$samples } UInt16 { , [uint16[]]$samples } Float32 { , [single[]]$samples } }
        $bytes = [byte[]]::new($typed.Length * $bits / 8)
        [Buffer]::BlockCopy($typed, 0, $bytes, 0, $bytes.Length)
        $strip = $stream.Position
        $out.Write($bytes)
        $bitsAt = $stream.Position
        1..$Channels | ForEach-Object { $out.Write([uint16]$bits) }
        if ($stream.Position % 2) { $out.Write([byte]0) }
        $directory = $stream.Position
        $stream.Position = $next
        $out.Write([uint32]$directory)
        $stream.Position = $directory
        $entries = @(
            , (256, 4, 1, $Width)
            , (257, 4, 1, $Height)
            , (258, 3, $Channels, $(if ($Channels -le 1) { $bits } else { $bitsAt }))
            , (259, 3, 1, 1)
            , (262, 3, 1, $(if ($Channels -eq 3) { 2 } else { 1 }))
            , (273, 4, 1, $strip)
            , (277, 3, 1, $Channels)
            , (278, 4, 1, $Height)
            , (279, 4, 1, $bytes.Length)
            , (284, 3, 1, 1)
            , (339, 3, 1, $format)
        )
        $out.Write([uint16]$entries.Count)
        foreach ($entry in $entries) {
            $out.Write([uint16]$entry[0]); $out.Write([uint16]$entry[1]); $out.Write([uint32]$entry[2]); $out.Write([uint32]$entry[3])
        }
        $next = $stream.Position
        $out.Write([uint32]0)
    }
    $out.Flush()
    [IO.File]::WriteAllBytes($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), $stream.ToArray())
}

# The label-file value of every pixel, row by row, 0 where unlabelled.
function Get-LabelValue([Parameter(Mandatory)] $Labels) {
    if ($Labels.PSObject.Properties['Labels']) { $Labels = $Labels.Labels }
    $values = @(0) + @($Labels.Classes.Value)
    $result = [int[]]::new($Labels.Height * $Labels.Width)
    for ($i = 0; $i -lt $result.Length; $i++) { $result[$i] = $values[$Labels.At($i)] }
    $result
}

# Writes slice.tif, strokes.tif and truth.tif of a phantom into a folder; gives the phantom.
function Write-PhantomFile([Parameter(Mandatory)][string] $Folder, [int] $Height = 96, [int] $Width = 80, [int] $Seed = 1) {
    $phantom = New-SegPhantom -Height $Height -Width $Width -Seed $Seed
    $null = New-Item -ItemType Directory -Force $Folder
    $size = @{ Height = $Height; Width = $Width }
    Write-TestTiff (Join-Path $Folder 'slice.tif') @size -Page (, $phantom.Image.Plane(0))
    Write-TestTiff (Join-Path $Folder 'strokes.tif') @size -Page (, (Get-LabelValue $phantom.Strokes))
    Write-TestTiff (Join-Path $Folder 'truth.tif') @size -Page (, (Get-LabelValue $phantom.Truth))
    $phantom
}

# Runs a script as a user at the prompt would; gives what came out and the errors, ending or not.
function Invoke-Captured([Parameter(Mandatory)][scriptblock] $Script) {
    $ErrorActionPreference = 'Continue'
    $WarningPreference = 'Continue'
    $all = [Collections.Generic.List[object]]::new()
    try {
        & $Script *>&1 | ForEach-Object { $all.Add($_) }
    }
    catch {
        $all.Add($_)
    }
    $streams = [Management.Automation.ErrorRecord], [Management.Automation.WarningRecord], [Management.Automation.VerboseRecord], [Management.Automation.InformationRecord]
    [pscustomobject]@{
        Output = @($all | Where-Object { $_.GetType() -notin $streams })
        Errors = @($all | Where-Object { $_ -is $streams[0] })
        Warnings = @($all | Where-Object { $_ -is $streams[1] } | ForEach-Object Message)
        Verbose = @($all | Where-Object { $_ -is $streams[2] } | ForEach-Object Message)
    }
}

# Runs a script in a PowerShell process of its own and gives its output; a non-zero exit code is an error.
function Invoke-InProcess([Parameter(Mandatory)][string] $Script) {
    $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
    Set-Content $file "`$ErrorActionPreference = 'Stop'`n$Script"
    try {
        $text = & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -File $file 2>&1
        if ($LASTEXITCODE) { throw "exit code ${LASTEXITCODE}: $($text -join "`n")" }
        $text
    }
    finally {
        Remove-Item $file
    }
}

# Names of all files below a folder, sorted: what a failed command must not add to.
function Get-FileName([Parameter(Mandatory)][string] $Folder) {
    @(Get-ChildItem $Folder -Recurse -Force -File | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName) } | Sort-Object)
}
