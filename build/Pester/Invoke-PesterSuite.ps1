<#
.SYNOPSIS
Runs the Pester tests of a folder in this PowerShell and writes the counts to a file.
.DESCRIPTION
Started by build.ps1 as a process of its own: that one must neither hold the module's files nor pass on what it has loaded.
Exit code 0: every test passed or was skipped. 1: a test, a block or a file failed, or no test ran.
#>
[CmdletBinding()]
param(
    # The Pester module to use, its manifest.
    [Parameter(Mandatory)] [string] $Pester,

    # Folder or file with tests.
    [Parameter(Mandatory)] [string[]] $Path,

    # Where to write the counts, the reasons of skipped tests and the names of failed ones as JSON.
    [Parameter(Mandatory)] [string] $ResultFile,

    # Only tests with one of these tags, separated by commas.
    [string] $Tag,

    # No tests with these tags, separated by commas.
    [string] $ExcludeTag
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
if ($Tag) { $configuration.Filter.Tag = $Tag -split ',' }
if ($ExcludeTag) { $configuration.Filter.ExcludeTag = $ExcludeTag -split ',' }
$result = Invoke-Pester -Configuration $configuration

$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$reasons = $result.Skipped | ForEach-Object { if ($_.ErrorRecord) { ($_.ErrorRecord[0].Exception.Message -split '\r?\n')[0] -replace '^is skipped, because ' } else { "the condition of '$($_.ExpandedPath)'" } }
[ordered]@{ passed = $result.PassedCount; failed = $failed; skipped = $result.SkippedCount; reasons = @($reasons); failures = @($result.Failed.ExpandedPath) } | ConvertTo-Json | Set-Content -LiteralPath $ResultFile
if ($failed -or -not $result.PassedCount) { exit 1 }
exit 0
