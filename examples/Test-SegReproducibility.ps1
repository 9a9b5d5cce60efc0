<#
.SYNOPSIS
Makes a label file again from its provenance and compares it byte for byte.

.DESCRIPTION
Reads how a label file was made (Export-SegLabels -Provenance), checks that the inputs and the model are the ones of that time,
makes the labels again with the same steps and settings, and compares: the labels with Compare-SegLabels, the files byte by byte.
The time of writing stands beside the label file, never in it, so equal labels are equal files.

The script uses nothing but PowerShell's core commands, NDSeg and .NET.

.PARAMETER Path
The label file.

.PARAMETER InputFolder
The folder with the image, and the extra channels where the model uses any.

.PARAMETER Model
The model file, or a folder with model files of which the one with the recorded hash is taken.

.PARAMETER Threads
Worker threads; 0 uses all cores. The result does not depend on it.

.OUTPUTS
One object: Path, Reproduced, BytesEqual, Labels (the comparison of every slice that differs), and the versions of then and now.
Exit code 0: reproduced, which is the same bytes, or the same labels where the file carries an account that names another
runtime. 1: not reproduced. 2: it could not be made again; the error says why.

.EXAMPLE
pwsh -NoProfile -File examples/Test-SegReproducibility.ps1 out/scan_labels.tif -InputFolder scans -Model battery.ndseg
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [Parameter(Mandatory)] [string] $InputFolder,
    [Parameter(Mandatory)] [string] $Model,
    [ValidateRange(0, 1024)] [int] $Threads = 0
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if (-not (Get-Module NDSeg)) { Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')) }

function FullPath([string] $path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path) }

function Has($object, [string] $name) { $null -ne $object -and $null -ne $object.PSObject.Properties[$name] -and $null -ne $object.$name }

# An input of then: found by its name, known by its hash, read as it was read.
function ReadInput($recorded) {
    if (-not (Has $recorded 'File')) { throw "The labels were made from an image in memory ('$($recorded.Name)'), which no file can bring back." }
    $file = [IO.Path]::Combine((FullPath $InputFolder), $recorded.File)
    if (-not [IO.File]::Exists($file)) { throw "Expected the input '$($recorded.File)' in '$InputFolder', found none." }
    $hash = [NDSeg.Storage.FileFingerprint]::Of($file, $recorded.Role).Sha256
    if ($hash -ne $recorded.Sha256) { throw "Expected '$file' with SHA-256 $($recorded.Sha256), found $hash. It is not the file the labels were made from." }
    # The data files a master refers to.
    foreach ($part in @(if (Has $recorded 'Parts') { $recorded.Parts })) {
        $other = [IO.Path]::Combine([IO.Path]::GetDirectoryName($file), $part.Name)
        $now = if ([IO.File]::Exists($other)) { [NDSeg.Storage.FileFingerprint]::Of($other, $recorded.Role).Sha256 } else { '' }
        if ($now -ne $part.Sha256) { throw "Expected '$other' with SHA-256 '$($part.Sha256)', found '$now'. It is not the data file the labels were made from." }
    }
    $how = @{ LiteralPath = $file }
    if (Has $recorded 'Dataset') { $how.Dataset = $recorded.Dataset }
    if (Has $recorded 'Reading') {
        if (Has $recorded.Reading 'Slices') { $how.Slice = $recorded.Reading.Slices }
        if (Has $recorded.Reading 'Axis') { $how.Axis = $recorded.Reading.Axis }
        if (Has $recorded.Reading 'Level') { $how.Level = $recorded.Reading.Level }
        if (Has $recorded.Reading 'ChannelAxis') { $how.ChannelAxis = $recorded.Reading.ChannelAxis }
    }
    if (Has $recorded 'Slice') { $how.Slice = [string]$recorded.Slice }
    $how
}

function FindModel([string] $hash) {
    $place = FullPath $Model
    $files = if ([IO.Directory]::Exists($place)) { [IO.Directory]::GetFiles($place, '*.ndseg') } else { $place }
    foreach ($file in $files) {
        $candidate = Import-SegModel -LiteralPath $file
        if ($candidate.Sha256 -eq $hash) { return $candidate }
    }
    throw "Expected a model with SHA-256 $hash at '$place', found none. It is not the model the labels were made with."
}

$folder = $null
try {
    $file = FullPath $Path
    $account = Get-SegProvenance -LiteralPath $file
    if (-not (Has $account 'Model')) { throw "The provenance of '$file' names no model: these labels were not made by Invoke-SegApply." }
    $trained = FindModel $account.Model.Sha256
    $image = ReadInput $account.Input
    $extra = @{}
    if (Has $account 'Extras') {
        $extra.ExtraChannel = @(foreach ($recorded in $account.Extras) { $read = ReadInput $recorded; Import-SegImage @read })
    }
    $device = if ($account.Device -eq 'cpu') { 'Cpu' } else { 'Cuda' }
    $steps = @($account.Steps)
    $settings = @(foreach ($step in $steps) {
        $values = @{}
        foreach ($property in $step.Settings.PSObject.Properties) { $values[$property.Name] = $property.Value }
        $values
    })
    if ($steps[0].Name -ne 'Invoke-SegApply') { throw "Expected Invoke-SegApply as the first step, found $($steps[0].Name)." }
    if (@($steps | Where-Object { $_.Name -notin 'Invoke-SegApply', 'Optimize-SegLabels' }).Count -gt 0) { throw "Expected the steps Invoke-SegApply and Optimize-SegLabels, found $($steps.Name -join ', ')." }

    $mode = if ($account.Embedded) { 'Embedded' } else { 'None' }
    $folder = [IO.Directory]::CreateTempSubdirectory('ndseg').FullName
    $target = @{ Path = [IO.Path]::Combine($folder, [IO.Path]::GetFileName($file)) }
    if (Has $account.Input 'Slice') {
        # One file per slice: the names come from the image.
        $formats = @{ '.png' = 'Png'; '.h5' = 'Hdf5'; '.hdf5' = 'Hdf5' }
        $extension = [IO.Path]::GetExtension($file)
        $target = @{ Directory = $folder; PerSlice = $true; Format = if ($formats.ContainsKey($extension)) { $formats[$extension] } else { 'Tiff' } }
    }
    if (Has $account 'OutputDataset') { $target.Dataset = $account.OutputDataset }
    $apply = $settings[0]
    $written = Import-SegImage @image -ErrorAction SilentlyContinue |
        Invoke-SegApply -Model $trained -Device $device -Threads $Threads @apply @extra |
        ForEach-Object {
            $result = $_
            for ($i = 1; $i -lt $steps.Count; $i++) {
                $values = $settings[$i]
                $result = $result | Optimize-SegLabels @values -Threads $Threads
            }
            $result
        } |
        Export-SegLabels @target -Provenance $mode -PassThru -WarningAction SilentlyContinue
    if (-not $written) { throw "The labels could not be made again from '$($account.Input.Name)'." }

    $again = $written.FullName
    $then = [NDSeg.Storage.FileFingerprint]::Of($file, 'labels').Sha256
    $now = [NDSeg.Storage.FileFingerprint]::Of($again, 'labels').Sha256
    $equal = $then -eq $now
    $differing = @()
    if (-not $equal) {
        # Slice by slice, so that a volume needs the memory of two slices.
        $slices = $written.SliceCount
        $differing = @(for ($i = 0; $i -lt $slices; $i++) {
            $which = if ($slices -gt 1) { @{ Slice = [string]$i } } else { @{} }
            if ($slices -gt 1 -and (Has $account 'OutputDataset')) { $which.Axis = 0 }
            $comparison = Compare-SegLabels -Reference (Import-SegLabels -LiteralPath $file @which) -Difference (Import-SegLabels -LiteralPath $again @which)
            if (-not $comparison.Equal) { $comparison }
        })
    }
    # An account within the file names the runtime and the libraries: with others the labels can be equal, the bytes cannot.
    $reproduced = $equal -or ($account.Embedded -and $differing.Count -eq 0)
    [pscustomobject]@{
        Path = $file
        Reproduced = $reproduced
        BytesEqual = $equal
        Labels = $differing
        Then = $account.NDSeg
        Now = [string](Get-Module NDSeg).Version
    }
    $code = if ($reproduced) { 0 } else { 1 }
}
catch {
    $Host.UI.WriteErrorLine("$_")
    $code = 2
}
finally {
    if ($folder) { [IO.Directory]::Delete($folder, $true) }
}
exit $code
