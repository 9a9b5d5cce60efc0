# A run that is killed goes on where it was, and ends with the bytes of an uninterrupted one.
Describe 'Resume' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
        $slices = 16
        $kill = '[Diagnostics.Process]::GetCurrentProcess().Kill()'

        # The pipeline of a volume that can be resumed, with a step in between.
        function Get-Pipeline([string] $Name, [string] $Between, [string] $Extension = 'tif', [string] $Provenance = 'None', [string] $Apply = '-Model model.ndseg', [string] $More = '') {
            "Import-SegImage $Name.tif -ResumeFrom $Name-labels.$Extension | Invoke-SegApply $Apply | $Between | Export-SegLabels $Name-labels.$Extension -Resume -Provenance $Provenance $More"
        }

        # Runs it here; gives the errors and the number of slices that were computed.
        function Invoke-Pipeline([string] $Pipeline) {
            $script:computed = 0
            $seen = Invoke-Captured ([scriptblock]::Create($Pipeline))
            [pscustomobject]@{ Errors = $seen.Errors; Computed = $script:computed }
        }

        $count = 'ForEach-Object { $script:computed++; $_ }'
        function Get-KillAt([int] $Slice) { "ForEach-Object { if (`$_.Series.Ordinal -eq $Slice) { $kill }; `$_ }" }
    }

    AfterAll { Pop-Location }

    It 'continues a killed run to the same bytes: <Extension> with provenance <Provenance>' -ForEach @(
        @{ Extension = 'tif'; Provenance = 'None' }
        @{ Extension = 'tif'; Provenance = 'Both' }
        @{ Extension = 'h5'; Provenance = 'Embedded' }
    ) {
        $name = "killed-$Extension-$Provenance"
        Write-Volume "$name.tif" (0..($slices - 1))
        Import-SegImage "$name.tif" | Invoke-SegApply model.ndseg | Export-SegLabels "$name-whole.$Extension" -Provenance $Provenance
        Invoke-Process (Get-Pipeline $name (Get-KillAt 9) $Extension $Provenance) | Should -Not -Be 0
        Test-Path "$name-labels.$Extension" | Should -BeFalse

        $rest = Invoke-Pipeline (Get-Pipeline $name $count $Extension $Provenance)
        $rest.Errors | Should -HaveCount 0
        # Slices 0 to 7 were there for certain; 8 was being written.
        $rest.Computed | Should -BeIn ($slices - 9), ($slices - 8)
        Get-Hash "$name-labels.$Extension" | Should -Be (Get-Hash "$name-whole.$Extension")
        Test-Path "$name-labels.$Extension.partial" | Should -BeFalse
    }

    It 'closes the file of a run that was killed before its slices were joined' {
        Write-Volume joined.tif (0..4)
        Import-SegImage joined.tif | Invoke-SegApply model.ndseg | Export-SegLabels joined-whole.tif
        # The last slice is on disk once its file is there; only then may the process go.
        $wait = "for (`$n = 0; `$n -lt 3000 -and @(Get-ChildItem joined-labels.tif.partial -File -ErrorAction Ignore | Where-Object Name -Like '*4*').Count -eq 0; `$n++) { Start-Sleep -Milliseconds 10 }"
        $null = Invoke-Process (Get-Pipeline joined "ForEach-Object -Process { `$_ } -End { $wait; Start-Sleep -Milliseconds 200; $kill }")
        'joined-labels.tif.partial' | Should -Exist
        $rest = Invoke-Pipeline (Get-Pipeline joined $count)
        $rest.Computed | Should -BeLessOrEqual 1
        Get-Hash joined-labels.tif | Should -Be (Get-Hash joined-whole.tif)
    }

    It 'tries a damaged slice again' {
        Write-Volume mended.tif (0..5)
        Set-DamagedPage mended.tif 1
        $null = Invoke-Process (Get-Pipeline mended (Get-KillAt 4))
        # With the slice still damaged it is reported again, and the file is made without it.
        $rest = Invoke-Pipeline (Get-Pipeline mended $count)
        $rest.Errors.FullyQualifiedErrorId | Should -BeLike 'TruncatedImage,*'
        (Get-TiffDirectory mended-labels.tif).Pages | Should -Be 6
    }

    It 'never continues what was begun with another model or setting' {
        Write-Volume mixed.tif (0..5)
        $null = Invoke-Process (Get-Pipeline mixed (Get-KillAt 3))
        Copy-Item mixed-labels.tif.partial kept.partial -Recurse
        foreach ($apply in '-Model other.ndseg', '-Model model.ndseg -Smooth 2') {
            Remove-Item mixed-labels.tif* -Recurse
            Copy-Item kept.partial mixed-labels.tif.partial -Recurse
            $id = (Invoke-Pipeline (Get-Pipeline mixed $count -Apply $apply)).Errors.FullyQualifiedErrorId
            $id | Should -BeLike 'ResumeMismatch,*'
            Test-Path mixed-labels.tif | Should -BeFalse

            # -Force gives the remainder up, but what the reader has left out for it is not taken for damaged slices.
            $forced = Get-Pipeline mixed $count -Apply $apply -More '-Force'
            (Invoke-Pipeline $forced).Errors.FullyQualifiedErrorId | Should -BeLike 'ResumeMismatch,*'
            (Invoke-Pipeline $forced).Errors | Should -HaveCount 0
            Invoke-Expression "Import-SegImage mixed.tif | Invoke-SegApply $apply | Export-SegLabels mixed-whole.tif -Force"
            Get-Hash mixed-labels.tif | Should -Be (Get-Hash mixed-whole.tif)
        }
    }
}
