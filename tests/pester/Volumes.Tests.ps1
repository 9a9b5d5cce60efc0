# Volumes and folders: slice by slice in, one file or many out; what a damaged slice does to them.
Describe 'Volumes' {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        . $PSScriptRoot/_volumes.ps1
    }

    AfterAll { Pop-Location }

    It 'gives every page what its slice gives alone, in one classic TIFF' -Tag Fast {
        Write-Volume pages.tif (0..4)
        $made = Import-SegImage pages.tif | Invoke-SegApply model.ndseg | Export-SegLabels pages_labels.tif -PassThru
        $made.SliceCount | Should -Be 5
        $made.MissingSlices | Should -HaveCount 0
        $directory = Get-TiffDirectory pages_labels.tif
        $directory.Big | Should -BeFalse
        $directory.Pages | Should -Be 5
        foreach ($slice in 0..4) {
            Write-Volume alone.tif $slice
            Test-SameLabels (Import-SegImage alone.tif | Invoke-SegApply model.ndseg) (Import-SegLabels pages_labels.tif -Slice $slice) | Should -BeTrue
        }
    }

    It 'keeps the probabilities and the uncertainty of a volume in one file each, which -PassThru counts' -Tag Fast {
        Write-Volume sure.tif (0..3)
        $made = Import-SegImage sure.tif | Invoke-SegApply model.ndseg -Probability -Uncertainty | Export-SegLabels sure_labels.h5 -Probability -Uncertainty -PassThru
        $made.Name | Should -Be 'sure_labels.h5', 'sure_labels_probability.tif', 'sure_labels_uncertainty.tif'
        $made.SliceCount | Should -Be 4, 4, 4
        Get-ChildItem . -Force -Filter 'sure_labels*' | Should -HaveCount 3
        Write-Volume alone.tif 2
        $result = Import-SegImage alone.tif | Invoke-SegApply model.ndseg -Probability -Uncertainty
        (Import-SegImage sure_labels_probability.tif -Slice 2).Plane(1) -join ',' | Should -Be ($result.Probabilities[1] -join ',')
        (Import-SegImage sure_labels_uncertainty.tif -Slice 2).Plane(0) -join ',' | Should -Be ($result.Margin -join ',')
        Set-Content kept_probability.tif 'mine'
        { Import-SegImage sure.tif | Invoke-SegApply model.ndseg -Probability | Export-SegLabels kept.tif -Probability } | Should -Throw -ErrorId 'TargetExists*'
        Get-Content kept_probability.tif | Should -Be 'mine'
        'kept.tif', 'kept.tif.partial' | Should -Not -Exist
    }

    It 'reads the slices of a dataset along any axis' -Tag Fast {
        Write-Volume cube.tif (3..6)
        Import-SegImage cube.tif | Invoke-SegApply model.ndseg | Export-SegLabels cube.h5 -Dataset entry/labels
        Import-SegImage cube.tif | Invoke-SegApply model.ndseg | Export-SegLabels cube_labels.tif
        foreach ($slice in 0..3) {
            Test-SameLabels (Import-SegLabels cube_labels.tif -Slice $slice) (Import-SegLabels cube.h5 -Axis 0 -Slice $slice) | Should -BeTrue
        }
        $side = Import-SegImage cube.h5 -Axis 1 -Slice 2-3, 7 | ForEach-Object { "$($_.Shape) $($_.Source.SliceIndex) $($_.Series.Ordinal) $($_.Series.Count)" }
        $side | Should -Be "4 x $edge 2 0 3", "4 x $edge 3 1 3", "4 x $edge 7 2 3"
    }

    It 'reports, lists and leaves unlabelled a damaged slice: <Extension>' -Tag Fast -ForEach @(
        @{ Extension = 'tif'; Axis = @{} }
        @{ Extension = 'h5'; Axis = @{ Axis = 0 } }
    ) {
        Write-Volume hurt.tif (0..5)
        Import-SegImage hurt.tif | Invoke-SegApply model.ndseg | Export-SegLabels "whole.$Extension"
        Set-DamagedPage hurt.tif 2
        $seen = Invoke-Captured { Import-SegImage hurt.tif -Slice 1-5 | Invoke-SegApply model.ndseg | Export-SegLabels "hurt.$Extension.$Extension" -Provenance Sidecar -PassThru }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'TruncatedImage,*'
        "$($seen.Errors[0].TargetObject)" | Should -Be 'hurt.tif[2]'
        $seen.Output.MissingSlices | Should -Be 2
        $seen.Output.SliceCount | Should -Be 5
        (Get-SegProvenance "hurt.$Extension.$Extension").Run.MissingSlices | Should -Be 2
        $left = Import-SegLabels "hurt.$Extension.$Extension" @Axis -Slice 1
        $left.CountPixels()[0] | Should -Be ($edge * $edge)
        foreach ($slice in 1, 3, 4, 5) {
            Test-SameLabels (Import-SegLabels "whole.$Extension" @Axis -Slice $slice) (Import-SegLabels "hurt.$Extension.$Extension" @Axis -Slice ($slice - 1)) | Should -BeTrue
        }
    }

    It 'reads a folder in the order of its numbers and goes on after a bad file' -Tag Fast {
        foreach ($number in 10, 2, 1) { Write-Volume "folder/scan_$number.tif" $number }
        Set-Content folder/notes.txt 'not an image'
        Set-Content folder/scan_3.tif 'not an image either'
        Set-Content folder/.scan_4.tif.tmp.tif 'hidden'
        $seen = Invoke-Captured { Import-SegImage folder | Invoke-SegApply model.ndseg | Export-SegLabels -Directory folder_out -PassThru }
        $seen.Output.Name | Should -Be 'scan_1_labels.tif', 'scan_2_labels.tif', 'scan_10_labels.tif'
        $seen.Errors | Should -HaveCount 1
        $seen.Errors[0].TargetObject | Should -Be (Join-Path $workspace 'folder/scan_3.tif')
    }

    It 'stops the pipeline at an existing volume before the second slice is computed' -Tag Fast {
        Write-Volume stop.tif (0..5)
        Set-Content stop_labels.tif 'mine'
        $script:computed = 0
        { Import-SegImage stop.tif | Invoke-SegApply model.ndseg | ForEach-Object { $script:computed++; $_ } | Export-SegLabels stop_labels.tif } | Should -Throw -ErrorId 'TargetExists,*'
        $script:computed | Should -Be 1
        Get-Content stop_labels.tif | Should -Be 'mine'
    }

    It 'needs no more memory for 500 slices than for 100' -Tag Slow {
        $large = 96
        Write-Volume long.tif (0..499 | ForEach-Object { $_ % 4 }) $large
        $bytes = [Collections.Generic.List[long]]::new()
        Import-SegImage long.tif | Invoke-SegApply model.ndseg | ForEach-Object {
            if ($_.Series.Ordinal -in 100, 450) { $bytes.Add([GC]::GetTotalMemory($true)) }
            $_
        } | Export-SegLabels long_labels.tif
        # 350 slices lie between; keeping the labels alone would take 350 x 9216 bytes, three times what is allowed.
        $bytes[1] - $bytes[0] | Should -BeLessThan (350 * $large * $large / 3)
        (Get-TiffDirectory long_labels.tif).Pages | Should -Be 500
    }
}
