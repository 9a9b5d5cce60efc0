# Progress on what takes more than a second, taken off the screen at the end, and none where it is not wanted.
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

    It 'is shown for a long training, grows, and is completed' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $records = Get-ProgressRecord 'New-SegModel -Trees 5000 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes'
        if ($watch.Elapsed.TotalSeconds -lt 2) { Set-ItResult -Skipped -Because 'training took less than two seconds' }
        $records.Count | Should -BeGreaterThan 1
        $records[-1].RecordType | Should -Be 'Completed'
        $running = @($records | Where-Object RecordType -EQ Processing)
        $running[0].Activity | Should -Match 'RandomForest'
        $running | ForEach-Object { $_.PercentComplete | Should -BeLessOrEqual 100 }
        $running[-1].PercentComplete | Should -BeGreaterThan $running[0].PercentComplete
        $running.Count | Should -BeLessOrEqual (6 * $watch.Elapsed.TotalSeconds)
    }

    It 'is not shown for what is over at once' {
        Get-ProgressRecord '$p.Image | Invoke-SegApply $m' | Should -HaveCount 0
    }

    It 'shows slices, and completes every activity it began' {
        $records = Get-ProgressRecord 'Import-SegImage $stack | ForEach-Object { Start-Sleep -Milliseconds 300; $_ } | Invoke-SegApply $m'
        $slices = @($records | Where-Object StatusDescription -Like '*of 6*')
        $slices.Count | Should -BeGreaterThan 0
        foreach ($activity in $records | Group-Object ActivityId) { $activity.Group[-1].RecordType | Should -Be 'Completed' }
    }

    It 'is absent with -ProgressAction SilentlyContinue' {
        Get-ProgressRecord 'New-SegModel -Trees 5000 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes -ProgressAction SilentlyContinue' | Should -HaveCount 0
    }
}
