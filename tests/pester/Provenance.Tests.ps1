# Labels are made again from their provenance, byte for byte, by examples/Test-SegReproducibility.ps1.
Describe 'Provenance' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1

        # Runs the script; gives its report and its exit code.
        function Get-Check([string] $Labels, [string] $Model = 'model.ndseg') {
            $report = & "$repositoryRoot/examples/Test-SegReproducibility.ps1" -Path $Labels -InputFolder . -Model $Model
            [pscustomobject]@{ Report = $report; ExitCode = $LASTEXITCODE }
        }
    }

    AfterAll { Pop-Location }

    It 'makes a result again: <_>' -ForEach 'Sidecar', 'Embedded', 'Both' {
        Write-Volume one.tif 4
        Import-SegImage one.tif | Invoke-SegApply model.ndseg | Export-SegLabels "one-$_.tif" -Provenance $_
        Test-Path "one-$_.tif.json" | Should -Be ($_ -ne 'Embedded')
        $check = Get-Check "one-$_.tif"
        $check.ExitCode | Should -Be 0
        $check.Report.BytesEqual | Should -BeTrue
    }

    It 'makes smoothed and cleaned slices of a volume again' {
        Write-Volume smooth.tif (0..5)
        Import-SegImage smooth.tif -Slice '4', '1-2' | Invoke-SegApply model.ndseg -Smooth 1.5 | Optimize-SegLabels -MajorityRadius 1 -MinimumRegionSize 8 -Class 'class 2' |
            Export-SegLabels smooth.h5 -Dataset entry/labels -Provenance Sidecar
        Import-SegImage smooth.tif -Slice 2-4 | Invoke-SegApply model.ndseg | Export-SegLabels -Directory smooth -PerSlice -Provenance Both
        foreach ($file in 'smooth.h5', 'smooth/smooth_0003_labels.tif') {
            $check = Get-Check $file
            $check.ExitCode | Should -Be 0
            $check.Report.BytesEqual | Should -BeTrue
        }
    }

    It 'finds and uses extra channels' {
        Write-Volume maps.tif 8
        $extra = Import-SegImage maps.tif
        $model = New-SegModel -Trees 5 | Invoke-SegTraining -Image (Import-SegImage train.tif) -Labels strokes.tif -ExtraChannel $extra -Config (New-SegFeatureConfig -Sigma 1 -Exclude Membrane)
        $model | Export-SegModel extra.ndseg
        Import-SegImage train.tif | Invoke-SegApply $model -ExtraChannel $extra | Export-SegLabels extra.tif -Provenance Sidecar
        (Get-Check extra.tif extra.ndseg).Report.BytesEqual | Should -BeTrue
    }

    It 'tells altered labels' {
        Write-Volume altered.tif 5
        Import-SegImage altered.tif | Invoke-SegApply model.ndseg | Export-SegLabels altered_labels.tif -Provenance Sidecar
        Import-SegImage altered.tif | Invoke-SegApply other.ndseg -Smooth 3 | Export-SegLabels altered_labels.tif -Force
        $check = Get-Check altered_labels.tif
        $check.ExitCode | Should -Be 1
        $check.Report.Reproduced | Should -BeFalse
        $check.Report.Labels | Should -HaveCount 1
    }

    It 'tells other inputs and models' {
        Write-Volume replaced.tif 6
        Import-SegImage replaced.tif | Invoke-SegApply model.ndseg | Export-SegLabels replaced_labels.tif -Provenance Sidecar
        Import-SegLabels strokes.tif | Export-SegLabels bare.tif -Provenance Sidecar
        (Get-Check replaced_labels.tif other.ndseg).ExitCode | Should -Be 2
        (Get-Check replaced_labels.tif .).ExitCode | Should -Be 0
        (Get-Check bare.tif).ExitCode | Should -Be 2
        Write-Volume replaced.tif 7
        (Get-Check replaced_labels.tif).ExitCode | Should -Be 2
        (Get-Check absent.tif).ExitCode | Should -Be 2
    }

    It 'keeps the cleaning of labels that were not computed here: <Name>' -ForEach @(
        @{ Name = 'a map'; Labels = { Import-SegLabels strokes.tif } }
        @{ Name = 'a file'; Labels = { 'strokes.tif' } }
        @{ Name = 'a volume'; Labels = { (New-SegPhantom -Depth 16 -Height 64 -Width 64).Truth } }
    ) {
        $clean = & $Labels | Optimize-SegLabels -MinimumRegionSize 5 | Optimize-SegLabels -MajorityRadius 2 -Class 1
        $clean | Export-SegLabels cleaned.tif -Provenance Both -Force
        foreach ($account in (Get-SegProvenance cleaned.tif), (Get-Content cleaned.tif.json -Raw | ConvertFrom-Json)) {
            $account.Steps.Name | Should -Be 'Optimize-SegLabels', 'Optimize-SegLabels'
            $account.Steps[0].Settings.MinimumRegionSize | Should -Be 5
            $account.Steps[1].Settings.MajorityRadius | Should -Be 2
        }
    }

    It 'says what is needed to judge a result' {
        Write-Volume told.tif 1
        Import-SegImage told.tif | Invoke-SegApply model.ndseg -Smooth 2 | Export-SegLabels told_labels.tif -Provenance Sidecar
        $account = Get-SegProvenance told_labels.tif
        $account.Input.Sha256 | Should -Be (Get-Hash told.tif)
        $account.Model.Sha256 | Should -Be (Get-Hash model.ndseg)
        $account.Run.Output.Sha256 | Should -Be (Get-Hash told_labels.tif)
        $account.Model.Parameters.Seed | Should -Be 1
        $account.Model.Parameters.Trees | Should -Be 10
        # What a Random Forest uses, and nothing of what else there is to tell a learner.
        $account.Model.Parameters.PSObject.Properties.Name | Should -Be 'Algorithm', 'ClassWeight', 'Seed', 'MaxDepth', 'Trees', 'MinLeafSize', 'MaxFeatures'
        $account.Device | Should -Be 'cpu'
        ($account.Runtime -split ' ')[1] | Should -Be "$([Environment]::Version)"
        $account.Features.Membrane | Should -BeFalse
        $account.Libraries.PSObject.Properties.Name | Should -Contain 'PureHDF'
        ([DateTimeOffset]::Now - [DateTimeOffset]$account.Run.Written).TotalMinutes | Should -BeLessThan 60
    }

    It 'hashes the data files of a master with it' {
        Copy-Item "$repositoryRoot/tests/NDSeg.IO.Tests/Fixtures/virtual*.h5" .
        Import-SegImage virtual.h5 -Dataset frames -Axis 0 | Invoke-SegApply model.ndseg | Export-SegLabels frames.tif -Provenance Sidecar
        $account = (Get-SegProvenance frames.tif).Input
        $account.Sha256 | Should -Be (Get-Hash virtual.h5)
        @($account.Parts) | Should -HaveCount 1
        $account.Parts[0].Name | Should -Be 'virtual_source.h5'
        $account.Parts[0].Sha256 | Should -Be (Get-Hash virtual_source.h5)
        (Get-Check frames.tif).ExitCode | Should -Be 0
        [IO.File]::AppendAllText((Join-Path (Get-Location) virtual_source.h5), 'more')
        (Get-Check frames.tif).ExitCode | Should -Be 2
    }
}
