<#
.SYNOPSIS
    Builds, tests and packs NDSeg.
.DESCRIPTION
    Build  compiles everything and assembles the module, which NDSeg.psd1 beside this script then imports.
    Test   runs the tests: dotnet test, then tests/pester in a PowerShell of its own where Pester 5 is installed.
    Pack   writes a versioned module folder, out/NDSeg/<version>, that imports on its own.
    Clean  removes what the other tasks made.
    The same without PowerShell: dotnet build, dotnet test, dotnet build src/NDSeg.PowerShell -t:PackModule, dotnet clean;
    all with -c Release.
.EXAMPLE
    ./build.ps1 -Task Build, Test
.EXAMPLE
    ./build.ps1 -Task Pack -Property NDSegTorchFlavour=cpu, 'ModuleRuntimes="linux-x64;win-x64"'
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pack', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Build properties, Name=Value.
    [string[]] $Property = @(),

    # Leaves out the Pester tests with these tags; Slow ones take minutes.
    [string[]] $ExcludeTag = @()
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = $PSScriptRoot
$options = @('-c', $Configuration, '-nologo') + ($Property | ForEach-Object { "-p:$_" })

function Invoke-DotNet {
    Write-Verbose "dotnet $args"
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Invoke-PesterTest {
    # A PowerShell of its own: this one must not hold the module's files, nor carry over what it has loaded.
    $pwsh = (Get-Process -Id $PID).Path
    $available = & $pwsh -NoProfile -NonInteractive -Command '(Get-Module Pester -ListAvailable | Where-Object Version -GE ([version]''5.0'')).Count'
    if ([int]"$available" -lt 1) {
        Write-Warning 'The Pester tests were not run: Pester 5 is not installed. Install-Module Pester -MinimumVersion 5.0 gets it.'
        return
    }

    $script = @'
param($folder, $exclude)
Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $folder
$configuration.Run.Exit = $true
$configuration.Output.Verbosity = 'Normal'
if ($exclude) { $configuration.Filter.ExcludeTag = $exclude -split ',' }
Invoke-Pester -Configuration $configuration
'@
    $file = Join-Path ([IO.Path]::GetTempPath()) "ndseg-pester-$([guid]::NewGuid().ToString('N')).ps1"
    try {
        Set-Content -LiteralPath $file -Value $script
        & $pwsh -NoProfile -NonInteractive -File $file -folder (Join-Path $root 'tests/pester') -exclude ($ExcludeTag -join ',')
        if ($LASTEXITCODE -ne 0) {
            throw "The Pester tests failed: $LASTEXITCODE."
        }
    }
    finally {
        Remove-Item -LiteralPath $file -Force
    }
}

Push-Location -LiteralPath $root
try {
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-DotNet build @options }
            'Test' {
                # Both halves run whatever comes of the first; one failure fails the task.
                $failure = $null
                try { Invoke-DotNet test @options } catch { $failure = $_ }
                Invoke-PesterTest
                if ($failure) { throw $failure }
            }
            'Pack' { Invoke-DotNet build src/NDSeg.PowerShell '-t:PackModule' @options }
            'Clean' {
                Invoke-DotNet clean @options
                Remove-Item -LiteralPath (Join-Path $root 'out') -Recurse -Force -ErrorAction Ignore
            }
        }
    }
}
finally {
    Pop-Location
}
