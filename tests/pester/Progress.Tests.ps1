# Progress on what takes more than a second, taken off the screen at the end, and none where it is not wanted. The records
# themselves are tested in the hosted engine.
Describe 'Progress' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 256 256 -Seed 1
        $stack = Join-Path $TestDrive 'stack.tif'
        Write-TestTiff $stack -Height 256 -Width 256 -Page @(1..6 | ForEach-Object { , $phantom.Image.Plane(0) })
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes

        # The progress records of a script in a session of its own.
        function Get-ProgressRecord([string] $Script) {
            $shell = [powershell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
            try {
                $shell.Runspace.SessionStateProxy.SetVariable('p', $phantom)
                $shell.Runspace.SessionStateProxy.SetVariable('m', $model)
                $shell.Runspace.SessionStateProxy.SetVariable('stack', $stack)
                $null = $shell.AddScript("Import-Module '$modulePath'; $Script").Invoke()
                $shell.Streams.Error | Should -HaveCount 0
                @($shell.Streams.Progress | Where-Object Activity -NotLike 'Preparing modules*')
            }
            finally { $shell.Runspace.Dispose(); $shell.Dispose() }
        }
    }

    It 'is not shown for what is over at once' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $records = Get-ProgressRecord '$p.Image | Invoke-SegApply $m'
        if ($watch.Elapsed.TotalSeconds -gt 1) { Set-ItResult -Skipped -Because 'the machine is busy: it was not over at once' }
        $records | Should -HaveCount 0
    }

    It 'shows slices, and completes every activity it began' {
        $records = Get-ProgressRecord 'Import-SegImage $stack | ForEach-Object { Start-Sleep -Milliseconds 300; $_ } | Invoke-SegApply $m'
        $slices = @($records | Where-Object StatusDescription -Like '*of 6*')
        $slices.Count | Should -BeGreaterThan 0
        foreach ($activity in $records | Group-Object ActivityId) { $activity.Group[-1].RecordType | Should -Be 'Completed' }
    }

    It 'is absent with -ProgressAction SilentlyContinue' {
        Get-ProgressRecord 'Import-SegImage $stack -ProgressAction SilentlyContinue | ForEach-Object { Start-Sleep -Milliseconds 300; $_ } | Invoke-SegApply $m -ProgressAction SilentlyContinue' | Should -HaveCount 0
    }
}
