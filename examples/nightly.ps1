<#
.SYNOPSIS
Labels every image of a folder: the job of a scheduler.

.DESCRIPTION
For every sample (an image file or a volume) of the input folder, in the output folder:

  <sample>_labels.tif          the labels; a multi-page file for a volume
  <sample>_labels.tif.json     how they were made: hashes of input and model, configuration, versions, device, seed, time
  <sample>_phases.csv          pixels and fraction of every phase
  <sample>.png                 image, labels, and labels over the image; of a volume the middle slice

with -Report also

  <sample>_report.html         a report: one page that opens from disk, with phases, objects and the importance of the maps

and index.html, the page over all reports with their trends;

and for the folder as a whole phases.csv with the phases of all samples, and log/<time>-<process>.jsonl, one line per event.

A sample whose files are there and whose provenance names the same input, model and settings is left alone. Samples another run
is working on are left to it: two runs at once share the work. A run that was killed leaves no half file, and a volume goes on
where it was.

The script uses nothing but PowerShell's core commands, NDSeg and .NET.

.PARAMETER InputFolder
The folder with the images.

.PARAMETER OutputFolder
The folder for the results; made where it is missing.

.PARAMETER Model
The model file.

.PARAMETER Smooth
Standard deviation in pixels of a blur of the class probabilities; 0 for none.

.PARAMETER Device
Cpu or Cuda.

.PARAMETER Threads
Worker threads; 0 uses all cores.

.PARAMETER Report
Writes a report of every sample that is labelled, and an index of all reports in the output folder.

.PARAMETER Filter
Which files of the input folder are samples.

.PARAMETER Unknown
Whatever else is given: the job refuses it, rather than doing something other than was meant.

.OUTPUTS
One line that sums up the run: images, how many were labelled, failed and skipped, seconds, and where the results are.

Exit code 0: every sample is done, now, before, or by a run at the same time. 1: some failed or have damaged slices; the log says
which and why. 2: nothing could be done: a parameter, a folder or the model is bad, or every sample failed.

.EXAMPLE
pwsh -NoProfile -File examples/nightly.ps1 -InputFolder scans -OutputFolder labelled -Model battery.ndseg
#>
# A scheduler reads the exit code. PowerShell ends with 1 when it cannot bind a parameter, so that they are checked below, where 2 is given.
[CmdletBinding()]
param(
    [string] $InputFolder,
    [string] $OutputFolder,
    [string] $Model,
    [object] $Smooth = 0,
    [string] $Device = 'Cpu',
    [object] $Threads = 0,
    [string] $Filter = '*',
    [switch] $Report,
    [Parameter(ValueFromRemainingArguments)] [object[]] $Unknown
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$invariant = [cultureinfo]::InvariantCulture
$extensions = '.tif', '.tiff', '.png', '.jpg', '.jpeg', '.h5', '.hdf5'

function FullPath([string] $path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path) }

# A parameter as a number in its range.
function NumberOf([string] $name, $value, [double] $most) {
    $number = 0.0
    $text = [string]::Format($invariant, '{0}', $value)
    if (-not [double]::TryParse($text, 'Float', $invariant, [ref]$number) -or -not ($number -ge 0 -and $number -le $most)) { throw "Expected -$name from 0 to $most, found '$text'." }
    $number
}

function JsonText($value) { '"' + [System.Text.Encodings.Web.JavaScriptEncoder]::UnsafeRelaxedJsonEscaping.Encode([string]$value) + '"' }

# One line of JSON; numbers stay numbers, lists become lists of texts.
function Log([string] $event, [System.Collections.IDictionary] $details) {
    $entries = [ordered]@{ time = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $invariant); event = $event }
    foreach ($name in $details.Keys) { $entries[$name] = $details[$name] }
    $members = foreach ($name in $entries.Keys) {
        $value = $entries[$name]
        $text = if ($value -is [array]) { '[' + (@($value | ForEach-Object { JsonText $_ }) -join ',') + ']' }
                elseif ($value -is [int] -or $value -is [long] -or $value -is [double]) { $value.ToString($invariant) }
                else { JsonText $value }
        (JsonText $name) + ':' + $text
    }
    $line = '{' + ($members -join ',') + '}'
    if ($script:log) { $script:log.WriteLine($line) } else { $Host.UI.WriteErrorLine($line) }
}

# A text file that is complete or absent, whoever else writes it.
function WriteText([string] $path, [string] $text) {
    [NDSeg.Storage.AtomicFile]::Write($path, $true, { param($stream) $stream.Write([Text.Encoding]::UTF8.GetBytes($text)) }.GetNewClosure())
}

function CsvField($value) {
    $text = [string]::Format($invariant, '{0}', $value)
    # A spreadsheet takes a text that begins like this for a formula, and would run it.
    if ($value -is [string] -and $text -match '^[=+\-@\t\r]') { $text = "'$text" }
    if ($text.IndexOfAny([char[]]",`"`r`n") -ge 0) { '"' + $text.Replace('"', '""') + '"' } else { $text }
}

# The lock of a sample is the right to have its file open for oneself alone. The system takes it back when a process ends, in
# whatever way, so the file of a killed run stands in nobody's way and no clock has to decide what is stale. The files stay:
# to remove one is to let two runs hold the lock of one name.
function Lock([string] $path) {
    try { [IO.FileStream]::new($path, 'OpenOrCreate', 'ReadWrite', 'None') } catch [IO.IOException] { }
}

# 'done' or 'partial' when the files of a sample are what this run would make, else nothing.
function StateOf($sample, $model) {
    $needed = @($sample.Labels, $sample.Sidecar, $sample.Phases, $sample.Figure) + @(if ($Report) { $sample.Report })
    foreach ($file in $needed) { if (-not [IO.File]::Exists($file)) { return } }
    try { $account = Get-SegProvenance -LiteralPath $sample.Labels } catch { return }
    $settings = @($account.Steps)[0].Settings
    $before = if ($settings.PSObject.Properties['Smooth']) { $settings.Smooth } else { 0 }
    if ($account.Model.Sha256 -ne $model.Sha256 -or $before -ne $Smooth -or
        $account.Input.Sha256 -ne [NDSeg.Storage.FileFingerprint]::Of($sample.Path, 'image').Sha256 -or
        $account.Run.Output.Sha256 -ne [NDSeg.Storage.FileFingerprint]::Of($sample.Labels, 'labels').Sha256) { return }
    # The data files of a master: it stays as it is when one of them changes.
    $parts = if ($account.Input.PSObject.Properties['Parts']) { @($account.Input.Parts) } else { @() }
    foreach ($part in $parts) {
        $file = [IO.Path]::Combine([IO.Path]::GetDirectoryName($sample.Path), $part.Name)
        $now = if ([IO.File]::Exists($file)) { [NDSeg.Storage.FileFingerprint]::Of($file, 'image').Sha256 } else { '' }
        if ($now -ne $part.Sha256) { return }
    }
    if (@($account.Run.MissingSlices | Where-Object { $null -ne $_ }).Count -gt 0) { 'partial' } else { 'done' }
}

# Phases are counted in the label file: so they are what it holds, slices of an earlier, interrupted run included.
function PhaseRows($sample, $model) {
    $pixels = @{}
    $total = 0L
    Import-SegLabels -LiteralPath $sample.Labels | Measure-SegPhase | ForEach-Object {
        $pixels[$_.Value] += $_.Pixels
        $total += $_.Pixels
    }
    foreach ($class in $model.Classes) {
        $count = [long]$pixels[$class.Value]
        $fraction = if ($total -gt 0) { $count / $total } else { 0 }
        (($sample.Name, $class.Value, $class.Name, $count, $fraction.ToString('R', $invariant)) | ForEach-Object { CsvField $_ }) -join ','
    }
}

# A volume is reported as a whole, from its files; a single image with the uncertainty of its labels. An image with damaged slices cannot be
# shown in sections.
function WriteReport($sample, $model, $file, $image, $labels) {
    $report = @{ Path = $sample.Report; Title = $sample.Name; Force = $true }
    if ($file.SliceCount -le 1) { $labels | Export-SegReport @report -Image $image }
    else {
        if (@($file.MissingSlices).Count -eq 0) { $report.Image = [IO.FileInfo]::new($sample.Path) }
        Export-SegReport @report -Labels ([IO.FileInfo]::new($sample.Labels)) -Model $model
    }
}

# The labels of a sample, streamed: one slice is read, one computed, one written at a time. Returns the file, and the slice to show.
function Label($sample, $model, [bool] $continue) {
    $resume = if ($continue) { @{ ResumeFrom = $sample.Labels } } else { @{} }
    $result = @{ File = $null; Shown = $null; Computed = 0; Problems = [System.Collections.ArrayList]::new() }
    $problems = $result.Problems
    $quiet = @{ ErrorVariable = '+problems'; ErrorAction = 'SilentlyContinue' }
    try {
        $result.File = Import-SegImage -LiteralPath $sample.Path @resume @quiet |
            ForEach-Object {
                $result.Computed++
                $series = $_.Series
                if ($null -eq $series -or $series.Ordinal -eq [Math]::Floor($series.Count / 2)) { $result.Shown = $_ }
                $_
            } |
            Invoke-SegApply -Model $model -Smooth $Smooth -Device $Device -Threads $Threads @quiet |
            Export-SegLabels -Path $sample.Labels -Provenance Sidecar -Resume:$continue -Force -PassThru -WarningAction SilentlyContinue @quiet
    }
    catch { if ($problems -notcontains $_) { [void]$problems.Add($_) } }
    $result
}

function Work($sample, $model) {
    $watch = [Diagnostics.Stopwatch]::StartNew()

    # What belongs to the old labels goes first; a run that is killed from here on leaves a sample that is not up to date.
    foreach ($file in $sample.Sidecar, $sample.Phases, $sample.Figure, $sample.Report) { [IO.File]::Delete($file) }
    $result = Label $sample $model $true
    if ($result.Problems | Where-Object { $_.FullyQualifiedErrorId -like 'ResumeMismatch*' }) {
        # An interrupted run used another model or another image.
        $result = Label $sample $model $false
    }
    foreach ($problem in $result.Problems) {
        Log 'problem' ([ordered]@{ sample = $sample.Name; id = ($problem.FullyQualifiedErrorId -split ',')[0]; message = $problem.ToString(); target = "$($problem.TargetObject)" })
    }
    $file = $result.File
    if (-not $file) { return 'failed' }

    # The slice to show may be damaged, or have been labelled before an interruption.
    $image = $result.Shown
    if (-not $image -and $file.SliceCount -gt 1) { $image = Import-SegImage -LiteralPath $sample.Path -Slice ([string][Math]::Floor($file.SliceCount / 2)) -ErrorAction SilentlyContinue }
    if (-not $image) { $image = Import-SegImage -LiteralPath $sample.Path -ErrorAction SilentlyContinue | ForEach-Object { if (-not $image) { $image = $_; $_ } } }
    $labels = $image | Invoke-SegApply -Model $model -Smooth $Smooth -Device $Device -Threads $Threads -Uncertainty:$Report
    Export-SegFigure -Path $sample.Figure -Panel $image, $labels, @{ Image = $image; Segmentation = $labels } -Title 'Image', 'Labels', 'Overlay' -FigureTitle "$($image.Source)" -Legend -Force
    WriteText $sample.Phases ((@(PhaseRows $sample $model) -join "`n") + "`n")
    if ($Report) { WriteReport $sample $model $file $image $labels }

    $missing = @($file.MissingSlices)
    Log 'labelled' ([ordered]@{ sample = $sample.Name; slices = $file.SliceCount; computed = $result.Computed; missing = $missing; seconds = $watch.Elapsed.TotalSeconds })
    if ($missing.Count -gt 0) { 'partial' } else { 'done' }
}

$log = $null
$started = [Diagnostics.Stopwatch]::StartNew()
$target = $null
$samples = @()
$states = @{ done = 0; uptodate = 0; busy = 0; partial = 0; failed = 0 }
try {
    if ($Unknown) { throw "Expected the parameters of this script (Get-Help $PSCommandPath), found $Unknown." }
    foreach ($name in 'InputFolder', 'OutputFolder', 'Model') {
        if (-not (Get-Variable $name -ValueOnly)) { throw "Expected -$name, found nothing." }
    }
    $Smooth = NumberOf Smooth $Smooth 100
    $Threads = [int](NumberOf Threads $Threads 1024)
    if ($Device -notin 'Cpu', 'Cuda') { throw "Expected -Device Cpu or Cuda, found '$Device'." }
    if (-not (Get-Module NDSeg)) { Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'NDSeg.psd1')) }
    $source = FullPath $InputFolder
    $target = FullPath $OutputFolder
    if (-not [IO.Directory]::Exists($source)) { throw "Expected a folder of images at '$source', found none." }
    if ($source.TrimEnd('/', '\') -eq $target.TrimEnd('/', '\')) { throw "Expected two folders, found '$source' twice: the results would be taken for samples." }
    $trained = Import-SegModel -LiteralPath (FullPath $Model)

    $locks = [IO.Path]::Combine($target, '.locks')
    [void][IO.Directory]::CreateDirectory($locks)
    [void][IO.Directory]::CreateDirectory([IO.Path]::Combine($target, 'log'))
    # A log for every run: two runs that append to one file could overwrite each other's lines.
    $log = [IO.StreamWriter]::new([IO.Path]::Combine($target, 'log', [datetime]::UtcNow.ToString('yyyyMMdd-HHmmss', $invariant) + "-$PID-$([guid]::NewGuid().ToString('N').Substring(0, 6)).jsonl"))
    $log.AutoFlush = $true

    $files = @([IO.Directory]::GetFiles($source, $Filter) | Where-Object { -not [IO.Path]::GetFileName($_).StartsWith('.') -and $extensions -contains [IO.Path]::GetExtension($_) })
    [array]::Sort($files, [StringComparer]::Ordinal)
    if ($files.Count -eq 0) { throw "Expected images ($($extensions -join ', ')) in '$source', found none." }
    $names = @{}
    foreach ($file in $files) { $names[[IO.Path]::GetFileNameWithoutExtension($file)] += 1 }
    # The short name of one file may be the whole name of another: x.tif.tif beside x.tif and x.tiff.
    foreach ($file in $files) { $names[[IO.Path]::GetFileName($file)] += 1 }
    $samples = foreach ($file in $files) {
        $name = [IO.Path]::GetFileNameWithoutExtension($file)
        if ($names[$name] -gt 1) { $name = [IO.Path]::GetFileName($file) }
        $labels = [IO.Path]::Combine($target, "${name}_labels.tif")
        @{ Name = $name; Path = $file; Labels = $labels; Sidecar = "$labels.json"; Phases = [IO.Path]::Combine($target, "${name}_phases.csv"); Figure = [IO.Path]::Combine($target, "$name.png"); Report = [IO.Path]::Combine($target, "${name}_report.html") }
    }
    Log 'started' ([ordered]@{ input = $source; output = $target; model = $trained.Sha256; samples = @($samples).Count; smooth = $Smooth; device = $Device })

    foreach ($sample in $samples) {
        $lock = Lock ([IO.Path]::Combine($locks, "$($sample.Name).lock"))
        if (-not $lock) {
            $states.busy++
            Log 'busy' @{ sample = $sample.Name }
            continue
        }
        try {
            $state = StateOf $sample $trained
            if ($state) {
                Log 'uptodate' ([ordered]@{ sample = $sample.Name; state = $state })
                if ($state -eq 'done') { $state = 'uptodate' }
            }
            else { $state = Work $sample $trained }
        }
        catch {
            $state = 'failed'
            Log 'problem' ([ordered]@{ sample = $sample.Name; id = ($_.FullyQualifiedErrorId -split ',')[0]; message = $_.ToString(); target = "$($_.TargetObject)" })
        }
        finally { $lock.Dispose() }
        $states[$state]++
        if ($state -eq 'failed') { Log 'failed' @{ sample = $sample.Name } }
    }

    $rows = foreach ($sample in $samples) { try { [IO.File]::ReadAllText($sample.Phases) } catch [IO.IOException] { } }
    WriteText ([IO.Path]::Combine($target, 'phases.csv')) ("sample,value,class,pixels,fraction`n" + (@($rows) -join ''))
    if ($Report -and @($samples | Where-Object { [IO.File]::Exists($_.Report) }).Count -gt 0) { Export-SegReport -Index $target -Force }
}
catch {
    Log 'stopped' @{ message = $_.ToString() }
    if ($log) { $Host.UI.WriteErrorLine("The job stopped: $_") }
}

$good = $states.done + $states.uptodate + $states.busy + $states.partial
$code = if ($good -eq 0) { 2 } elseif ($states.failed + $states.partial -gt 0) { 1 } else { 0 }
Log 'ended' ([ordered]@{ done = $states.done; uptodate = $states.uptodate; busy = $states.busy; partial = $states.partial; failed = $states.failed; exitcode = $code })
if ($log) {
    $counts = [string]::Format($invariant, '{0} labelled, {1} failed, {2} skipped (up to date {3}, in another run {4})', $states.done + $states.partial, $states.failed, $states.uptodate + $states.busy, $states.uptodate, $states.busy)
    if ($states.partial) { $counts += ", $($states.partial) of them with damaged slices" }
    [string]::Format($invariant, '{0} images: {1}; {2:0.0} s. Results: {3}. Log: {4}.', @($samples).Count, $counts, $started.Elapsed.TotalSeconds, $target, $log.BaseStream.Name)
    $log.Dispose()
}
exit $code
