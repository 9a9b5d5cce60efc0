# -Verbose tells device, threads, seed, shapes and times; without it there is nothing.
Describe 'Verbose' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        Set-Location (New-Item -ItemType Directory (Join-Path $TestDrive 'verbose'))
        $p = New-SegPhantom 64 80 -Seed 3
        $f = Get-SegFeatures $p.Image
        $d = $f | Get-SegTrainingData -Labels $p.Strokes
        $m = New-SegModel -Trees 6 -Seed 9 | Invoke-SegTraining -TrainingData $d
        $s = $p.Image | Invoke-SegApply $m
        $m | Export-SegModel in.ndseg
        $p.Truth | Export-SegLabels in.tif
    }

    AfterAll { $f.Dispose(); Pop-Location }

    It 'tells what it did: <Command>' -ForEach @(
        @{ Command = 'New-SegPhantom 64 80 -Seed 3'; Patterns = '64 x 80', 'seed 3', 'TIME' }
        @{ Command = 'Import-SegImage in.tif'; Patterns = '64 x 80', '1 slice', 'UInt8' }
        @{ Command = 'Import-SegLabels in.tif'; Patterns = 'in\.tif', '1 label map of 64 x 80', '6 classes' }
        @{ Command = '$p.Image | Get-SegFeatures -Threads 2'; Patterns = '64 x 80 x 58', '\bcpu\b', '2 threads', 'TIME' }
        @{ Command = '$f | Get-SegTrainingData -Labels $p.Strokes -Shuffle -Seed 4'; Patterns = '\d+ x 58', 'seed 4', 'TIME' }
        @{ Command = 'New-SegModel -Trees 6 -Seed 9 | Invoke-SegTraining -TrainingData $d -Threads 1'; Patterns = '\d+ x 58', 'RandomForest', 'seed 9', '\bcpu\b', '1 thread\b', '6 classes', 'TIME' }
        @{ Command = '$p.Image | Invoke-SegApply $m -Threads 2'; Patterns = '64 x 80', 'seed 9', '\bcpu\b', '2 threads', 'TIME' }
        @{ Command = 'New-SegModel -Trees 3 -Seed 2 | Test-SegModel $d -Folds 2 -Seed 5 -Threads 1'; Patterns = '2 folds', 'seed 5', '1 thread\b', 'TIME' }
        @{ Command = '$s | Optimize-SegLabels -MajorityRadius 1 -Threads 2'; Patterns = '64 x 80', '2 threads', 'TIME' }
        @{ Command = '$s | Export-SegLabels out.tif -Force'; Patterns = 'out\.tif', 'TIME' }
        @{ Command = '$p.Image | Export-SegFigure out.png -Force'; Patterns = 'out\.png', '1 panel', 'TIME' }
        @{ Command = '$m | Export-SegModel out.ndseg -Force'; Patterns = 'out\.ndseg', 'RandomForest' }
        @{ Command = 'Import-SegModel in.ndseg'; Patterns = 'in\.ndseg', 'seed 9' }
        @{ Command = 'New-SegFeatureConfig -Exclude Membrane'; Patterns = @('52 maps') }
        @{ Command = 'New-SegModel XGBoost -Rounds 3 -Seed 8 | Invoke-SegTraining -TrainingData $d'; XGBoost = $true; Patterns = 'XGBoost [0-9]+\.[0-9]+', 'xgboost.*(so|dll|dylib)', '3 rounds', 'seed 8', 'thread', 'TIME' }
    ) {
        if ($XGBoost) { Assert-XGBoost }
        (Invoke-Captured ([scriptblock]::Create($Command))).Verbose | Should -HaveCount 0
        $text = (Invoke-Captured ([scriptblock]::Create("$Command -Verbose"))).Verbose -join "`n"
        foreach ($pattern in $Patterns) { $text | Should -Match ($pattern -replace '^TIME$', '\b[0-9]+\.[0-9]{3} s\b') }
    }
}
