# Ctrl+C, as PowerShell.Stop(), ends every long command within a second and leaves neither worker nor temporary file. The
# second is counted in processor time: on a busy machine the clock runs on while nobody computes.
Describe 'Stopping' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 2500 2500 -Seed 1
        $model = New-SegModel -Trees 300 -MaxDepth 14 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $out = (New-Item -ItemType Directory (Join-Path $TestDrive 'out')).FullName

        # Starts a script, stops it after a while, and gives the seconds that the processor worked until it had stopped.
        function Measure-Stop([string] $Script, [hashtable] $Variables = @{}, [int] $After = 700) {
            $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
            $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
            $runspace.Open()
            try {
                $signal = [hashtable]::Synchronized(@{})
                $runspace.SessionStateProxy.SetVariable('signal', $signal)
                foreach ($name in $Variables.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
                $shell = [powershell]::Create()
                $shell.Runspace = $runspace
                $null = $shell.AddScript("Import-Module '$modulePath'; `$signal.Ready = `$true; $Script")
                $null = $shell.BeginInvoke()
                while (-not $signal.Ready -and $shell.InvocationStateInfo.State -eq 'Running') { Start-Sleep -Milliseconds 20 }
                Start-Sleep -Milliseconds $After
                $shell.InvocationStateInfo.State | Should -Be 'Running' -Because 'there must be something to stop'
                $begun = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
                $stop = $shell.BeginStop($null, $null)
                $stop.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue -Because 'a command that does not listen would work on for hours'
                $shell.EndStop($stop)
                $ended = [Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                ($ended - $begun).TotalSeconds
            }
            finally { $runspace.Dispose() }
        }
    }

    It 'ends <Name> within a second of work' -ForEach @(
        @{ Name = 'XGBoost with many rounds'; XGBoost = $true; Script = 'New-SegModel XGBoost -Rounds 100000 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes' }
        @{ Name = 'XGBoost with a heavy round'; XGBoost = $true; Script = '$q = New-SegPhantom 160 160; New-SegModel XGBoost -Rounds 5000 -MaxDepth 12 | Invoke-SegTraining -Image $q.Image -Labels $q.Truth'; After = 3000 }
        @{ Name = 'a large forest'; Script = 'New-SegModel -Trees 100000 | Invoke-SegTraining -Image $p.Image -Labels $p.Strokes' }
        @{ Name = 'filters of many images'; Script = 'while ($true) { ($p.Image | Get-SegFeatures -Config $all).Dispose() }' }
        @{ Name = 'the filters of one big image'; Script = '$p.Image | Get-SegFeatures -Config $all'; After = 300 }
        @{ Name = 'a large phantom'; Script = 'while ($true) { New-SegPhantom 3000 3000 }' }
        @{ Name = 'apply'; Script = 'while ($true) { $p.Image | Invoke-SegApply $m -Probability -Smooth 3 }' }
        @{ Name = 'cross-validation'; Script = '$f = $p.Image | Get-SegFeatures; $d = Get-SegTrainingData $f $p.Strokes; New-SegModel -Trees 20000 | Test-SegModel $d -Folds 5'; After = 2500 }
        @{ Name = 'a whole pipeline that writes'; Script = '1..1000 | ForEach-Object { $p.Image } | Invoke-SegApply $m -Smooth 2 | Export-SegLabels "$out/a.tif" -Force' }
        @{ Name = 'clean-up'; Script = 'while ($true) { $p.Truth | Optimize-SegLabels -MajorityRadius 64 }' }
    ) {
        if ($XGBoost) { Assert-XGBoost }
        $all = New-SegFeatureConfig -Include Mean, Minimum, Maximum, Median, Bilateral
        $seconds = Measure-Stop $Script @{ p = $phantom; m = $model; all = $all; out = $out } -After ($After ?? 700)
        $seconds | Should -BeLessThan ([Environment]::ProcessorCount)
        @(Get-ChildItem $out -Force -Filter '*.tmp') | Should -HaveCount 0
    }

    It 'computes on after a stop' {
        $image = (New-SegPhantom 64 64).Image
        ($image | Get-SegFeatures).Shape | Should -Be '64 x 64 x 58'
    }
}
