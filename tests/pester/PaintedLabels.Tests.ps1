# Labels that were painted wrong say so, with cause and remedy.
Describe 'Labels painted wrong' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 40 48
        $image = $phantom.Image
        function New-Labels([int[]] $Values, [string] $Name) {
            $file = Join-Path $TestDrive "$Name.tif"
            Write-TestTiff $file -Height 40 -Width 48 -Page (, $Values)
            $file
        }
        function Get-Training([string] $Labels) { Invoke-Captured { New-SegModel -Trees 2 | Invoke-SegTraining -Image $image -Labels $Labels } }
    }

    It 'says nothing about strokes that are fine' {
        (Invoke-Captured { New-SegModel -Trees 2 | Invoke-SegTraining -Image $image -Labels (New-SegPhantom 96 96).Strokes }).Warnings | Where-Object { $_ -match 'soft|canvas' } | Should -HaveCount 0
    }

    It 'names a soft brush' {
        $values = [int[]]::new(40 * 48)
        for ($i = 0; $i -lt 60; $i++) { $values[$i] = 100; $values[400 + $i] = 200 }
        for ($i = 0; $i -lt 22; $i++) { $values[800 + $i] = 101 + $i }
        $warning = (Get-Training (New-Labels $values 'soft')).Warnings -match 'soft brush'
        $warning | Should -HaveCount 1
        $warning | Should -BeLike '*22 of 24 classes*hard pencil*'
    }

    It 'names a white canvas' {
        $values = [int[]]::new(40 * 48)
        [array]::Fill($values, 255)
        for ($i = 0; $i -lt 60; $i++) { $values[$i] = 1; $values[400 + $i] = 2 }
        (Get-Training (New-Labels $values 'white')).Warnings -match 'white canvas' | Should -HaveCount 1
    }

    It 'refuses an image passed as labels' {
        $values = 1..(40 * 48) | ForEach-Object { $_ % 243 + 1 }
        $run = Get-Training (New-Labels $values 'picture')
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'ImageAsLabels*'
        "$($run.Errors[0])" | Should -BeLike '*243 different values*picture*'
        $run.Output | Should -HaveCount 0
    }

    It 'names few pixels' {
        $values = [int[]]::new(40 * 48)
        for ($i = 0; $i -lt 60; $i++) { $values[$i] = 1 }
        $values[900] = 2
        (Get-Training (New-Labels $values 'few')).Warnings -match "Few pixels.*value 2\): 1" | Should -HaveCount 1
    }

    It 'names few pixels where the image has room for more, and not in a small image whose classes are all small' {
        $large = New-SegPhantom 200 200
        $values = Get-LabelValue $large.Strokes
        $kept = 0
        for ($i = 0; $i -lt $values.Length; $i++) { if ($values[$i] -eq 6 -and ++$kept -gt 9) { $values[$i] = 0 } }
        $file = Join-Path $TestDrive 'room.tif'
        Write-TestTiff $file -Height 200 -Width 200 -Page (, $values)
        (Invoke-Captured { New-SegModel -Trees 2 | Invoke-SegTraining -Image $large.Image -Labels $file }).Warnings -match 'Few pixels.*value 6\): 9' | Should -HaveCount 1
        foreach ($edge in 40, 64, 96) {
            $small = New-SegPhantom $edge $edge -Seed 1
            (Invoke-Captured { New-SegModel -Trees 2 | Invoke-SegTraining -Image $small.Image -Labels $small.Strokes }).Warnings -match 'Few pixels' | Should -HaveCount 0
        }
    }

    It 'names single-pixel strokes in Test-SegModel' {
        $features = $image | Get-SegFeatures
        $table = Get-SegTrainingData $features $phantom.Truth -SampleCount 150 -Seed 1
        $run = Invoke-Captured { New-SegModel -Trees 2 | Test-SegModel $table -Folds 2 }
        $run.Warnings -match 'single pixels.*-SampleCount' | Should -HaveCount 1
        $features.Dispose()
    }
}
