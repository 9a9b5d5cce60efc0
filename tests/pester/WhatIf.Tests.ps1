# -WhatIf on everything that writes: it says what would be written, and nothing is.
Describe 'WhatIf' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 40 48 -Seed 1
        $model = New-SegModel -Trees 3 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $features = $phantom.Image | Get-SegFeatures
        $stack = Join-Path $TestDrive 'stack.tif'
        Write-TestTiff $stack -Height 40 -Width 48 -Page @($phantom.Image.Plane(0), $phantom.Image.Plane(0))
        function New-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
    }

    AfterAll { $features.Dispose() }

    It 'is offered by every command that writes and by no other' {
        $writers = Get-Command -Module NDSeg | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name
        $writers | Should -Be 'Complete-SegJob', 'Edit-SegLabels', 'Export-SegFigure', 'Export-SegImage', 'Export-SegLabels', 'Export-SegModel', 'Export-SegReport', 'Export-SegTrainingData', 'Invoke-SegJob', 'New-SegJob', 'Show-SegFigure'
    }

    It 'writes nothing: <Name>' -ForEach @(
        @{ Name = 'labels'; Command = { $phantom.Truth | Export-SegLabels (Join-Path $out 'a.tif') -WhatIf } }
        @{ Name = 'labels in a folder that is not there'; Command = { $phantom.Truth | Export-SegLabels -Directory (Join-Path $out 'new') -WhatIf } }
        @{ Name = 'a volume'; Command = { Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels (Join-Path $out 'a.tif') -WhatIf } }
        @{ Name = 'a volume with maps and sidecar'; Command = { Import-SegImage $stack | Invoke-SegApply $model -Probability -Uncertainty | Export-SegLabels (Join-Path $out 'a.tif') -Probability -Uncertainty -Provenance Sidecar -Resume -WhatIf } }
        @{ Name = 'one file per slice'; Command = { Import-SegImage $stack | Invoke-SegApply $model | Export-SegLabels -Directory $out -PerSlice -WhatIf } }
        @{ Name = 'a model'; Command = { $model | Export-SegModel (Join-Path $out 'a.ndseg') -PassThru -WhatIf } }
        @{ Name = 'training data with an account'; Command = { Get-SegTrainingData $features $phantom.Strokes | Export-SegTrainingData (Join-Path $out 'a.csv') -Provenance Sidecar -PassThru -WhatIf } }
        @{ Name = 'a job'; Command = { New-SegJob $stack -Model $model -OutFile (Join-Path $out 'a.tif') -Parts 2 -Path (Join-Path $out 'job') -WhatIf } }
        @{ Name = 'a figure'; Command = { Export-SegFigure (Join-Path $out 'a.png') -Panel $phantom.Image -PassThru -WhatIf } }
        @{ Name = 'a report'; Command = { $phantom.Truth | Export-SegReport (Join-Path $out 'a.html') -PassThru -WhatIf } }
        @{ Name = 'reports in a folder that is not there'; Command = { $phantom.Truth | Export-SegReport -Directory (Join-Path $out 'new') -PassThru -WhatIf } }
    ) {
        $out = New-Folder
        $seen = Invoke-Captured $Command
        $seen.Errors | Should -HaveCount 0
        $seen.Output | Should -HaveCount 0
        @(Get-ChildItem $out -Force -Recurse) | Should -HaveCount 0
    }

    It 'says what would be written, once for a volume' {
        $text = Invoke-InProcess @"
Import-Module '$modulePath'
`$p = New-SegPhantom 40 48
`$m = New-SegModel -Trees 2 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes
Import-SegImage '$stack' | Invoke-SegApply `$m | Export-SegLabels '$TestDrive/said.tif' -WhatIf
`$m | Export-SegModel '$TestDrive/said.ndseg' -WhatIf
"@
        $lines = @($text | Where-Object { $_ -like 'What if:*' })
        $lines | Should -HaveCount 2
        $lines[0] | Should -BeLike '*Write labels*said.tif*'
        $lines[1] | Should -BeLike '*Write model*said.ndseg*'
    }

    It 'leaves an existing file alone, with -Force too' {
        $file = Join-Path (New-Folder) 'a.tif'
        Set-Content $file 'mine'
        $phantom.Truth | Export-SegLabels $file -Force -WhatIf
        Get-Content $file | Should -Be 'mine'
    }

    It 'asks with -Confirm, which -Confirm:$false answers' {
        $file = Join-Path (New-Folder) 'a.ndseg'
        $model | Export-SegModel $file -Confirm:$false
        Test-Path $file | Should -BeTrue
    }
}
