Describe 'Get-SegProvenance' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $null = Write-PhantomFile $data
        $slice, $strokes = 'slice.tif', 'strokes.tif' | ForEach-Object { Join-Path $data $_ }
        $model = Join-Path $TestDrive 'model.ndseg'
        New-SegModel -Trees 5 -Seed 7 | Invoke-SegTraining -Image (Import-SegImage $slice) -Labels $strokes | Export-SegModel $model
        $examples = Join-Path $repositoryRoot 'examples'
    }

    It 'reads the account <Mode>' -ForEach @(@{ Mode = 'Sidecar' }, @{ Mode = 'Embedded' }, @{ Mode = 'Both' }) {
        $file = Join-Path $TestDrive "$Mode.tif"
        Import-SegImage $slice | Invoke-SegApply $model -Smooth 1 | Export-SegLabels $file -Provenance $Mode
        $account = Get-SegProvenance $file
        $account.Input.Sha256 | Should -Be (Get-FileHash $slice).Hash
        $account.Model.Sha256 | Should -Be (Get-FileHash $model).Hash
        $account.Model.Parameters.Seed | Should -Be 7
        $account.Steps[0].Settings.Smooth | Should -Be 1
        $account.Embedded | Should -Be ($Mode -ne 'Sidecar')
        Test-Path "$file.json" | Should -Be ($Mode -ne 'Embedded')
    }

    It 'says what to do where there is none' {
        $file = Join-Path $TestDrive 'bare.tif'
        Import-SegLabels $strokes | Export-SegLabels $file
        $seen = Invoke-Captured { Get-SegProvenance $file }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'NoProvenance,*'
        $seen.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*-Provenance*'
    }

    It 'refuses a sidecar that is no JSON object' {
        $file = Join-Path $TestDrive 'spoilt.tif'
        Import-SegLabels $strokes | Export-SegLabels $file
        foreach ($text in '[1]', '{', '') {
            Set-Content "$file.json" $text
            (Invoke-Captured { Get-SegProvenance $file }).Errors.FullyQualifiedErrorId | Should -BeLike 'CorruptProvenance,*'
        }
    }

    It 'holds what examples/Test-SegReproducibility.ps1 needs' {
        $file = Join-Path $TestDrive 'again.tif'
        Import-SegImage $slice | Invoke-SegApply $model | Export-SegLabels $file -Provenance Sidecar
        (& "$examples/Test-SegReproducibility.ps1" $file -InputFolder $data -Model $model).BytesEqual | Should -BeTrue
        $LASTEXITCODE | Should -Be 0
    }

    It 'tells examples/nightly.ps1 what is up to date' -Tag Slow {
        $in, $out = (Join-Path $TestDrive 'in'), (Join-Path $TestDrive 'out')
        $null = New-Item -ItemType Directory $in
        Copy-Item $slice $in
        foreach ($run in 1, 2) {
            & "$examples/nightly.ps1" -InputFolder $in -OutputFolder $out -Model $model
            $LASTEXITCODE | Should -Be 0
        }
        $events = Get-Content "$out/log/*.jsonl" | ConvertFrom-Json
        ($events | Where-Object event -EQ labelled).sample | Should -Be 'slice'
        ($events | Where-Object event -EQ uptodate).sample | Should -Be 'slice'
    }
}
