<#
.SYNOPSIS
Builds, tests and packs NDSeg.
.DESCRIPTION
Build       compiles the module, which NDSeg.psd1 beside this script then imports.
Quickstart  builds, and runs examples/quickstart.ps1: the whole job on a phantom it makes itself.
Test        builds everything and runs all tests, xunit and Pester side by side. The last line is "N passed, N failed, N skipped".
Pack        writes a module folder, out/NDSeg/<version>, that imports on its own on Windows, Linux and macOS.
Clean       removes what the other tasks made.
Without an installed PowerShell the .NET SDK runs it: dotnet dnx PowerShell -y -- ./build.ps1 -Task Test
.EXAMPLE
./build.ps1 -Task Build, Test
.EXAMPLE
./build.ps1 -Task Test -Suite Pester -Path tests/pester/Import.Tests.ps1 -PesterVersion 5.9.1
.EXAMPLE
./build.ps1 -Task Pack -Property NDSegTorchFlavour=cpu, 'ModuleRuntimes="linux-x64;win-x64"'
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Quickstart', 'Test', 'Pack', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Build properties, Name=Value.
    [string[]] $Property = @(),

    # The test suites to run.
    [ValidateSet('xunit', 'Pester')]
    [string[]] $Suite = @('xunit', 'Pester'),

    # Pester tests: a folder or a file.
    [string] $Path = 'tests/pester',

    # Only Pester tests with these tags: Fast or Slow.
    [string[]] $Tag = @(),

    # No Pester tests with these tags.
    [string[]] $ExcludeTag = @(),

    # One of the versions that build/Pester restores.
    [ValidateSet('6.2.0', '5.9.1')]
    [string] $PesterVersion = '6.2.0'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = $PSScriptRoot
$results = Join-Path $root 'out/test-results'
$options = @('-c', $Configuration, '-nologo') + @($Property | ForEach-Object { "-p:$_" })

# In a PowerShell that is a .NET tool the process is dotnet: only $PSHOME says where PowerShell is.
$pwsh = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')

function Invoke-DotNet {
    Write-Verbose "dotnet $args"
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Invoke-Quickstart {
    Invoke-DotNet build src/NDSeg.PowerShell @options -v quiet
    & $pwsh -NoProfile -NonInteractive -File (Join-Path $root 'examples/quickstart.ps1')
    if ($LASTEXITCODE -ne 0) {
        throw "examples/quickstart.ps1 ended with exit code $LASTEXITCODE."
    }
}

# Starts the Pester suite; its output goes to files, so that it can run beside the other one.
function Start-PesterSuite {
    Invoke-DotNet restore build/Pester -nologo -v quiet
    $packages = (& dotnet nuget locals global-packages --list) -replace '^[^:]+:\s*'
    $arguments = @(
        '-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'build/Pester/Invoke-PesterSuite.ps1')
        '-Pester', (Join-Path $packages "pester/$PesterVersion/tools/Pester.psd1")
        '-Path', (Join-Path $root $Path), '-ResultFile', (Join-Path $results 'pester.json')
    )
    if ($Tag) { $arguments += '-Tag', ($Tag -join ',') }
    if ($ExcludeTag) { $arguments += '-ExcludeTag', ($ExcludeTag -join ',') }
    $quoted = $arguments | ForEach-Object { "`"$_`"" }
    Start-Process $pwsh -ArgumentList $quoted -PassThru -NoNewWindow -WorkingDirectory $root -RedirectStandardOutput (Join-Path $results 'pester.txt') -RedirectStandardError (Join-Path $results 'pester-errors.txt')
}

# Counts of the result files that dotnet test wrote, one for each test assembly; why tests were skipped, and which failed.
function Measure-XunitResult {
    foreach ($file in Get-ChildItem $results -Filter *.trx -Recurse) {
        $xml = [xml](Get-Content -LiteralPath $file -Raw)
        $names = [Xml.XmlNamespaceManager]::new($xml.NameTable)
        $names.AddNamespace('t', $xml.DocumentElement.NamespaceURI)
        $counters = $xml.SelectSingleNode('//t:Counters', $names)
        [pscustomobject]@{
            passed = [int]$counters.passed; failed = [int]$counters.failed; skipped = [int]$counters.total - [int]$counters.executed
            reasons = @($xml.SelectNodes('//t:UnitTestResult[@outcome="NotExecuted"]', $names).ForEach({ $_.SelectSingleNode('.//t:Message|.//t:StdOut', $names).InnerText.Trim() }))
            failures = @($xml.SelectNodes('//t:UnitTestResult[@outcome="Failed"]/@testName', $names).ForEach({ $_.Value }))
        }
    }
}

# Both suites run whatever comes of either; gives whether all is well, and ends with the line of totals.
function Invoke-Test {
    $problems = [Collections.Generic.List[string]]::new()
    $counts = [Collections.Generic.List[object]]::new()
    Remove-Item -LiteralPath $results -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Force $results
    try {
        Invoke-DotNet build @options -v quiet
        $pester = if ($Suite -contains 'Pester') { Start-PesterSuite }
        if ($Suite -contains 'xunit') {
            & dotnet test @options --no-build --logger trx --results-directory $results
            if ($LASTEXITCODE -ne 0) { $problems.Add("dotnet test ended with exit code $LASTEXITCODE.") }
            $found = @(Measure-XunitResult)
            if (-not $found) { $problems.Add('No xunit test ran.') }
            $counts.AddRange($found)
        }
        if ($pester) {
            $pester.WaitForExit()
            Get-Content (Join-Path $results 'pester.txt'), (Join-Path $results 'pester-errors.txt')
            if ($pester.ExitCode -ne 0) { $problems.Add("The Pester suite ended with exit code $($pester.ExitCode).") }
            $file = Join-Path $results 'pester.json'
            if (Test-Path $file) { $counts.Add((Get-Content $file -Raw | ConvertFrom-Json)) } else { $problems.Add('No Pester test ran.') }
        }
    }
    catch {
        $problems.Add("$_")
    }
    $passed, $failed, $skipped = 'passed', 'failed', 'skipped' | ForEach-Object { $name = $_; $sum = 0; $counts | ForEach-Object { $sum += $_.$name }; $sum }
    if (-not $passed) { $problems.Add('No test passed.') }
    $counts | ForEach-Object { $_.reasons } | Group-Object | ForEach-Object { Write-Host "Skipped $($_.Count): $($_.Name)" }
    $counts | ForEach-Object { $_.failures } | Where-Object { $_ } | ForEach-Object { Write-Host "Failed: $_" }
    $problems | ForEach-Object { Write-Host $_ }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($problems.Count -or $failed) { exit 1 }
}

# The manifest of a package lists its files; the one of a checkout cannot.
function Invoke-Pack {
    $properties = @(& dotnet msbuild src/NDSeg.PowerShell -nologo "-p:Configuration=$Configuration" @($Property | ForEach-Object { "-p:$_" }) -getProperty:PackedModule)
    $folder = [IO.Path]::GetFullPath($properties[-1].Trim(), $root)
    Invoke-DotNet build src/NDSeg.PowerShell '-t:PackModule' '-p:NDSegPack=true' @options -v quiet
    $files = Get-ChildItem $folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') } | Sort-Object
    $list = ($files | ForEach-Object { "        '$_'" }) -join "`n"
    $manifest = Join-Path $folder 'NDSeg.psd1'
    $text = (Get-Content -LiteralPath $manifest -Raw).Replace("    PrivateData = @{", "    FileList = @(`n$list`n    )`n    PrivateData = @{")
    Set-Content -LiteralPath $manifest -Value $text -NoNewline
    "NDSeg: $($files.Count) files in $folder"
}

Push-Location -LiteralPath $root
try {
    foreach ($name in $Task) {
        switch ($name) {
            'Build' { Invoke-DotNet build src/NDSeg.PowerShell @options }
            'Quickstart' { Invoke-Quickstart }
            'Test' { Invoke-Test }
            'Pack' { Invoke-Pack }
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
