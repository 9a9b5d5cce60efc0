# Label volumes as one object: measured, compared, cleaned, numbered, drawn and written.
Describe 'Label volumes' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        Push-Location
        Set-Location (New-Item -ItemType Directory (Join-Path $TestDrive 'label-volumes'))
        $phantom = New-SegPhantom -Depth 20 -Height 64 -Width 72 -VoxelSize 2, 1, 1 -Seed 1
        $phantom.Truth | Export-SegLabels truth.tif
        $phantom.Image | Export-SegImage image.tif

        # Two voxels that meet in an edge, one that meets them in a corner, and one apart; of another class three in a row.
        $small = Join-Path $PWD 'small.tif'
        Write-TestTiff $small -Height 3 -Width 4 -Page @(7, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0), @(0, 7, 0, 9, 0, 0, 0, 0, 7, 0, 0, 0), @(0, 0, 0, 9, 0, 0, 7, 0, 0, 0, 0, 0)
    }

    AfterAll { Pop-Location }

    It 'are written and read again, with classes and voxel size: <_>' -ForEach 'tif', 'h5' {
        $phantom.Truth | Export-SegLabels "again.$_"
        $again = Import-SegLabels "again.$_" -As Volume
        $again.Shape | Should -Be '20 x 64 x 72'
        $again.Classes.Name | Should -Be 'Matrix', 'Sheet', 'Rod', 'Grain'
        (Compare-SegLabels $phantom.Truth $again).Equal | Should -BeTrue
        "$($again.VoxelSize)" | Should -Be '2 x 1 x 1 µm'
        (Measure-SegPhase "again.$_")[1].Volume | Should -Be (Measure-SegPhase truth.tif)[1].Volume
        (Measure-SegObject "again.$_")[0].Size | Should -Be (Measure-SegObject truth.tif)[0].Size
    }

    It 'are written slice by slice where that is asked for' {
        $phantom.Truth | Export-SegLabels -Directory slices -PerSlice
        Get-ChildItem slices | Should -HaveCount 20
    }

    It 'of images are written with their samples: <_>' -ForEach 'tif', 'h5' {
        $made = $phantom.Image | Export-SegImage "image2.$_" -PassThru
        $made.Name | Should -Be "image2.$_"
        $again = Import-SegImage "image2.$_" -As Volume
        "$($again.Shape) $($again.PixelType)" | Should -Be '20 x 64 x 72 UInt8'
        foreach ($z in 0, 19) { $again.ReadSlice($z).Plane(0) -join ',' | Should -Be ($phantom.Image.ReadSlice($z).Plane(0) -join ',') }
        (Invoke-Captured { $phantom.Image | Export-SegImage "image2.$_" }).Errors.FullyQualifiedErrorId | Should -BeLike 'TargetExists,*'
        $phantom.Image | Export-SegImage "image2.$_" -WhatIf
    }

    It 'have one row per phase: <Name>' -ForEach @(
        @{ Name = 'an object'; Measure = { $phantom.Truth | Measure-SegPhase } }
        @{ Name = 'a file'; Measure = { Measure-SegPhase truth.tif } }
        @{ Name = 'slices'; Measure = { Import-SegLabels truth.tif | Measure-SegPhase -As Volume } }
    ) {
        $phases = @(& $Measure)
        $phases.Class | Should -Be 'Matrix', 'Sheet', 'Rod', 'Grain'
        ($phases.Pixels | Measure-Object -Sum).Sum | Should -Be (20 * 64 * 72)
        $phases[1].Volume | Should -Be (2 * $phases[1].Pixels)
        $phases[1].LengthUnit | Should -Be 'µm'
        $phases[1].Area | Should -BeNullOrEmpty
        $phases | Format-Table | Out-String | Should -Match 'µm³'
        $each = Import-SegLabels truth.tif | Measure-SegPhase | Where-Object Class -EQ Sheet
        $each | Should -HaveCount 20
        ($each.Pixels | Measure-Object -Sum).Sum | Should -Be $phases[1].Pixels
    }

    It 'begin anew where the slices do' {
        $two = @((Import-SegLabels truth.tif), (Import-SegLabels truth.tif) | ForEach-Object { $_ } | Measure-SegPhase -As Volume)
        $two | Should -HaveCount 8
        ($two[0..3].Pixels | Measure-Object -Sum).Sum | Should -Be (20 * 64 * 72)
        $parts = @((Import-SegLabels truth.tif -Slice 0-9), (Import-SegLabels truth.tif -Slice 10-19) | ForEach-Object { $_ } | Measure-SegPhase -As Volume)
        ($parts[0..3].Pixels | Measure-Object -Sum).Sum | Should -Be (20 * 64 * 72) -Because 'the numbers of the slices go on'
    }

    It 'of one slice have areas, in the unit that was given' {
        $one = Import-SegLabels truth.tif -As Volume -Slice 3 -VoxelSize 2, 3, 3 -VoxelUnit nm
        $phase = ($one | Measure-SegPhase)[0]
        "$($phase.Area) $($phase.LengthUnit)" | Should -Be "$(9 * $phase.Pixels) nm"
        $phase.Volume | Should -BeNullOrEmpty
        $object = @($one | Measure-SegObject)[0]
        "$($object.Size) $($object.SizeUnit)" | Should -Be "$(9 * $object.Pixels) nm²"
        $phase = (Import-SegLabels truth.tif -Slice 3 | Measure-SegPhase -As Volume)[0]
        "$($phase.Area) $($phase.LengthUnit)" | Should -Be "$($phase.Pixels) µm"
    }

    It 'are scored as a whole: <Name>' -ForEach @(
        @{ Name = 'an object'; Measure = { Import-SegLabels wrong.tif -As Volume | Measure-SegAccuracy -Truth $phantom.Truth } }
        @{ Name = 'files'; Measure = { Measure-SegAccuracy wrong.tif -Truth truth.tif } }
        @{ Name = 'slices'; Measure = { Import-SegLabels wrong.tif | Measure-SegAccuracy -Truth truth.tif } }
    ) {
        # Everything is matrix, or sheet on one slice.
        Write-TestTiff wrong.tif -Height 64 -Width 72 -Page @(0..19 | ForEach-Object { , @(@(1 + ($_ -eq 3)) * (64 * 72)) })
        $score = @(& $Measure)
        $score | Should -HaveCount 1
        $score.PixelCount | Should -Be (20 * 64 * 72)
        $matrix = ($phantom.Truth | Measure-SegPhase)[0].Pixels - $phantom.Truth.ReadSlice(3).CountPixels()[1]
        ($score.Classes | Where-Object Value -EQ 1).Recall | Should -Be ($matrix / ($phantom.Truth | Measure-SegPhase)[0].Pixels)
    }

    It 'warn where slices did not come, and refuse labels that are no slice' {
        $seen = Invoke-Captured { Import-SegLabels truth.tif -Slice 2-4 | Measure-SegAccuracy -Truth $phantom.Truth }
        $seen.Output.MeanIoU | Should -Be 1
        $seen.Warnings | Should -BeLike '3 of the 20 slices*'
        Write-TestTiff single.tif -Height 64 -Width 72 -Page (, @(@(1) * (64 * 72)))
        (Invoke-Captured { Measure-SegAccuracy single.tif -Truth truth.tif }).Errors.FullyQualifiedErrorId | Should -BeLike 'SliceUnknown,*'
    }

    It 'say once what is wrong with all slices, and nothing more' {
        $seen = Invoke-Captured { Import-SegLabels small.tif | Measure-SegAccuracy -Truth truth.tif }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'LabelShapeMismatch,*'
        $seen.Errors | Should -HaveCount 1
        $seen.Output | Should -BeNullOrEmpty
        $seen.Warnings | Should -BeNullOrEmpty
        $seen = Invoke-Captured { Import-SegLabels truth.tif -Slice 18-19 | Measure-SegAccuracy -Truth (Import-SegLabels truth.tif -As Volume -Slice 0-9) }
        $seen.Errors | Should -HaveCount 2
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'SliceOutOfRange,*'
        "$($seen.Errors[0])" | Should -BeLike '*slices 0 to 9*found slice 18*'
        $seen.Warnings | Should -BeNullOrEmpty
    }

    It 'that are a part of a file know their slices by their numbers' {
        $part = Import-SegLabels truth.tif -As Volume -Slice 5-14
        $part.FirstSlice | Should -Be 5
        (Import-SegLabels truth.tif -Slice 7 | Measure-SegAccuracy -Truth $part -WarningAction Ignore).MeanIoU | Should -Be 1
        (Import-SegLabels truth.tif -Slice 6-15 | Measure-SegAccuracy -Truth $part -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction Ignore).MeanIoU | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SliceOutOfRange,*'
        "$($failed[0])" | Should -BeLike '*slices 5 to 14*truth.tif?15?*'
        $clean = $part | Optimize-SegLabels -MinimumRegionSize 2
        $clean.FirstSlice | Should -Be 5
    }

    It 'name the slice of a difference' {
        $clean = $phantom.Truth | Optimize-SegLabels -MinimumRegionSize 50
        $clean.Shape | Should -Be $phantom.Truth.Shape
        $seen = Compare-SegLabels $phantom.Truth $clean -MaximumDifferences 1
        $seen.Equal | Should -BeFalse
        $seen.PixelCount | Should -Be (20 * 64 * 72)
        $at = $seen.FirstDifferences[0]
        $phantom.Truth.ReadSlice($at.Slice)[$at.Row, $at.Column] | Should -Be $at.Reference
        $clean.ReadSlice($at.Slice)[$at.Row, $at.Column] | Should -Be $at.Difference
        (Invoke-Captured { Compare-SegLabels $phantom.Truth small.tif }).Errors.FullyQualifiedErrorId | Should -BeLike 'LabelShapeMismatch,*'
    }

    It 'are cleaned through the slices' {
        # Every piece of small.tif has its neighbours in other slices only.
        @(Optimize-SegLabels small.tif -MinimumRegionSize 3 | Measure-SegObject).Pixels | Should -Be 3, 3, 1
        @(Import-SegLabels small.tif | Optimize-SegLabels -MinimumRegionSize 3).Count | Should -Be 3
        Copy-Item small.tif left.tif
        $seen = Invoke-Captured { Optimize-SegLabels left.tif -MinimumRegionSize 3 -Class nothing }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownClass,*'
        # The file is closed: on Windows an open one could not be removed, elsewhere the process still names it.
        Remove-Item left.tif
        if ($IsLinux) { (Get-ChildItem /proc/self/fd -ErrorAction Ignore | ForEach-Object { $_.LinkTarget }) -match 'left' | Should -BeNullOrEmpty }
    }

    It 'have objects of 6, 18 or 26 neighbours' {
        @(Measure-SegObject small.tif -Class 'class 1' -Connectivity 6).Pixels | Should -Be 1, 1, 1, 1
        @(Measure-SegObject small.tif -Class 'class 1' -Connectivity 18).Pixels | Should -Be 2, 1, 1
        @(Measure-SegObject small.tif -Class 'class 1' -Connectivity 26).Pixels | Should -Be 3, 1
        @(Measure-SegObject small.tif -Class 'class 1' -Connectivity Edge).Pixels | Should -Be 2, 1, 1
    }

    It 'have objects with volumes in units' {
        $grains = @($phantom.Truth | Measure-SegObject -Class Grain)
        $grains.Count | Should -BeGreaterThan 20
        $grains | ForEach-Object { $_.Size | Should -Be (2 * $_.Pixels); $_.SizeUnit | Should -Be 'µm³' }
        $whole = $grains | Where-Object { -not $_.TouchesBorder } | Select-Object -First 1
        $whole.Diameter | Should -BeGreaterThan 3
        $whole.Diameter | Should -BeLessThan 6
        $whole.CentroidZ | Should -BeGreaterThan ($whole.FirstSlice - 0.01)
        (Measure-SegObject truth.tif -Class Grain).Count | Should -Be $grains.Count
    }

    It 'become a volume in which an object has one number in all slices' {
        $objects = @($phantom.Truth | Measure-SegObject -Class Rod, Grain -MinimumSize 4)
        $map = $phantom.Truth | Measure-SegObject -Class Rod, Grain -MinimumSize 4 -AsLabels
        $map.ClassCount | Should -Be $objects.Count
        $map | Export-SegLabels objects.tif
        ($map | Measure-SegPhase).Pixels | Should -Be $objects.Pixels
        (Compare-SegLabels $map objects.tif).Equal | Should -BeTrue
        (Measure-SegObject truth.tif -AsLabels).Depth | Should -Be 20
        @(Measure-SegObject truth.tif -AsLabels -PerSlice).Count | Should -Be 20
        @(Import-SegLabels truth.tif | Measure-SegObject -AsLabels).Count | Should -Be 20
        $seen = Invoke-Captured { Import-SegLabels truth.tif | Measure-SegObject -AsLabels }
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings | Should -BeLike '*slice by slice*-As Volume*'
        (Invoke-Captured { Import-SegLabels truth.tif | Measure-SegObject -AsLabels -PerSlice }).Warnings | Should -BeNullOrEmpty
        $seen = Invoke-Captured { Import-SegLabels truth.tif | Measure-SegObject -AsLabels -Connectivity 26 }
        $seen.Errors | Should -HaveCount 1
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'ConnectivityMismatch,*'
        (Invoke-Captured { $phantom.Truth | Measure-SegObject -AsLabels -Connectivity 8 }).Errors.FullyQualifiedErrorId | Should -BeLike 'ConnectivityMismatch,*'
    }

    Context 'figures' {
        It 'show three sections in one scale, whatever the voxel size is' {
            $cube = New-SegPhantom -Depth 32 -Height 64 -Width 64 -VoxelSize 2, 1, 1
            Export-SegFigure cube.png -Panel $cube.Image -PanelSize 400 -Legend:$false
            $figure = Import-SegImage cube.png
            # 32 slices, each as thick as two columns are wide, beside 64 columns: as wide as high.
            [Math]::Abs($figure.Width - $figure.Height) | Should -BeLessOrEqual 2
            Export-SegFigure flat.png -Panel $phantom.Image -PanelSize 400
            $figure = Import-SegImage flat.png
            $figure.Width | Should -BeGreaterThan $figure.Height
        }

        It 'lay labels over volumes, from objects, hashtables and -Overlay' {
            Export-SegFigure a.png -Panel @{ Image = $phantom.Image; Labels = $phantom.Truth } -PanelSize 200
            Export-SegFigure b.png -Panel $phantom.Truth -Overlay $phantom.Image -PanelSize 200
            (Get-FileHash a.png).Hash | Should -Be (Get-FileHash b.png).Hash
            Export-SegFigure c.png -Panel $phantom.Truth -PanelSize 200 -ClassColor @{ Rod = '#ff0000' }
            Export-SegFigure d.png -Panel $phantom.Truth -PanelSize 200
            (Get-FileHash c.png).Hash | Should -Not -Be (Get-FileHash d.png).Hash
        }

        It 'are the same from slices that come one by one' {
            Import-SegLabels truth.tif | Export-SegFigure slices.png -As Volume -PanelSize 200
            Export-SegFigure whole.png -Panel (Import-SegLabels truth.tif -As Volume) -PanelSize 200
            (Get-FileHash slices.png).Hash | Should -Be (Get-FileHash whole.png).Hash
            Import-SegImage image.tif | Export-SegFigure grey.png -As Volume -PanelSize 200 -Point 3, 20, 60
            Export-SegFigure grey2.png -Panel (Import-SegImage image.tif -As Volume) -PanelSize 200 -Point 3, 20, 60
            (Get-FileHash grey.png).Hash | Should -Be (Get-FileHash grey2.png).Hash
        }

        It 'put some slices where they belong in the volume below them, and say what is missing' {
            # Slices 10 to 12 alone, drawn as the same volume of which the others are unlabelled.
            $blank = @(0) * (64 * 72)
            Write-TestTiff some.tif -Height 64 -Width 72 -Page @(0..19 | ForEach-Object { , $(if ($_ -in 10..12) { Get-LabelValue $phantom.Truth.ReadSlice($_) } else { $blank }) })
            $how = @{ Overlay = $phantom.Image; PanelSize = 200; Point = 11, 32, 32; Legend = $false; Palette = 'Distinct' }
            $seen = Invoke-Captured { Import-SegLabels truth.tif -Slice 10-12 | Export-SegFigure some.png -As Volume @how }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Warnings | Should -BeLike '3 of the 20 slices*'
            $seen = Invoke-Captured { Import-SegLabels some.tif -As Volume | Export-SegFigure whole.png @how -Force }
            $seen.Warnings | Should -BeNullOrEmpty
            (Get-FileHash some.png).Hash | Should -Be (Get-FileHash whole.png).Hash
            $seen = Invoke-Captured { Import-SegLabels truth.tif -Slice 18 | Export-SegFigure x.png -As Volume -Overlay (Import-SegImage image.tif -As Volume -Slice 0-9) }
            $seen.Errors.FullyQualifiedErrorId | Should -Be 'SliceOutOfRange,NDSeg.PowerShell.Commands.ExportSegFigureCommand', 'InvalidFigure,NDSeg.PowerShell.Commands.ExportSegFigureCommand'
            'x.png' | Should -Not -Exist
        }

        It 'take the maps of stacks' {
            $config = New-SegFeatureConfig -Sigma 1 -Exclude Membrane
            $seen = Invoke-Captured { Import-SegImage image.tif | Get-SegFeatures -Config $config | Export-SegFigure stacks.png -As Volume -Map original -PanelSize 200 }
            $seen.Errors | Should -BeNullOrEmpty
            # One panel with three sections, not twenty in a row.
            (Import-SegImage stacks.png).Width | Should -BeLessThan 450
        }

        It 'go where the point says, with and without lines' {
            Export-SegFigure p.png -Panel $phantom.Image -PanelSize 200 -Point 3, 20, 60
            Export-SegFigure q.png -Panel $phantom.Image -PanelSize 200 -Point 3, 20, 60 -SectionLine:$false
            Export-SegFigure r.svg -Panel $phantom.Image -PanelSize 200
            (Get-FileHash p.png).Hash | Should -Not -Be (Get-FileHash q.png).Hash
            (Invoke-Captured { Export-SegFigure x.png -Panel $phantom.Image -Point 20, 0, 0 }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidFigure,*'
            (Invoke-Captured { Export-SegFigure x.png -Panel $phantom.Image -Crop 0, 9, 0, 9 }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidFigure,*'
            (Invoke-Captured { Export-SegFigure x.png -Panel @{ Image = $phantom.Image; Labels = (Import-SegLabels small.tif -As Volume) } }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidFigure,*'
            'x.png' | Should -Not -Exist
        }
    }

    It 'are reported with sections, objects and accuracy of the whole: <Name>' -ForEach @(
        @{ Name = 'objects'; Write = { $phantom.Truth | Export-SegReport volume.html -Image $phantom.Image -Truth $phantom.Truth -Force } }
        @{ Name = 'files'; Write = { Export-SegReport volume.html truth.tif -Image image.tif -Truth truth.tif -Force } }
    ) {
        & $Write
        $page = [Net.WebUtility]::HtmlDecode((Get-Content volume.html -Raw))
        $page | Should -Match '20 x 64 x 72 voxels'
        $page | Should -Match 'Three sections through the middle'
        $page | Should -Match 'Mean IoU 1\.0000.*over 92,160 voxels'
        $page | Should -Not -Match '[Pp]ixels'
        $page | Should -Match 'µm³'
        $page | Should -Match 'Centroid x, y, z'
        'labels', 'truth', 'errors', 'objects' | ForEach-Object { $page | Should -Match "alt=`"$_ of " }
    }

    It 'are not reported beside an image or a truth of another shape: <Name>' -ForEach @(
        @{ Name = 'deeper image'; Write = { Import-SegLabels truth.tif -As Volume -Slice 0-7 | Export-SegReport shape.html -Image image.tif }; What = '*image of 8 x 64 x 72*found 20 x 64 x 72*' }
        @{ Name = 'shorter image'; Write = { Export-SegReport shape.html truth.tif -Image (Import-SegImage image.tif -As Volume -Slice 0-7) }; What = '*image of 20 x 64 x 72*found 8 x 64 x 72*' }
        @{ Name = 'one slice of the image'; Write = { Export-SegReport shape.html truth.tif -Image (Import-SegImage image.tif -Slice 3) }; What = '*image of 20 x 64 x 72*found 1 x 64 x 72*' }
        @{ Name = 'shorter truth'; Write = { $phantom.Truth | Export-SegReport shape.html -Truth (Import-SegLabels truth.tif -As Volume -Slice 0-7) }; What = '*truth of 20 x 64 x 72*found 8 x 64 x 72*' }
        @{ Name = 'one slice of the truth'; Write = { Export-SegReport shape.html truth.tif -Truth (Import-SegLabels truth.tif -Slice 3) }; What = '*truth of 20 x 64 x 72*found 1 x 64 x 72*' }
    ) {
        $seen = Invoke-Captured $Write
        $seen.Errors | Should -HaveCount 1
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'ReportMismatch,*'
        "$($seen.Errors)" | Should -BeLike $What
        $seen.Errors.ErrorDetails.RecommendedAction | Should -BeLike 'Give the whole * of these labels*'
        'shape.html' | Should -Not -Exist
    }

    It 'that lie open for a report or a cleaning can be removed at once' -Skip:(-not (Test-Path /proc/self/fd)) {
        function Get-OpenCount([string] $Name) { @(Get-ChildItem /proc/$PID/fd | Where-Object { $_.LinkTarget -like "*$Name" }).Count }
        Copy-Item truth.tif held_labels.tif
        Copy-Item image.tif held_image.tif
        Export-SegReport held.html held_labels.tif -Image held_image.tif -Truth held_labels.tif
        $null = Invoke-Captured { Optimize-SegLabels held_labels.tif -MinimumRegionSize 3 -Class nothing }
        $null = Invoke-Captured { Measure-SegObject held_labels.tif -AsLabels -Class nothing }
        Get-OpenCount held_image.tif | Should -Be 0
        Get-OpenCount held_labels.tif | Should -Be 0
    }

    It 'give their slices to reports of slices' {
        # The image of a slice is that of its number.
        Import-SegLabels truth.tif -Slice 3 | Export-SegReport one.html -Image image.tif
        Import-SegLabels truth.tif -Slice 3 | Export-SegReport two.html -Image (Import-SegImage image.tif -Slice 3)
        $pictures = foreach ($page in 'one.html', 'two.html') { [regex]::Match((Get-Content $page -Raw), 'alt="Image of [^>]*').Value }
        $pictures[0] | Should -Be $pictures[1]
        Import-SegLabels truth.tif -Slice 3 | Export-SegReport slice.html -Truth truth.tif -Force
        Get-Content slice.html -Raw | Should -Match 'Mean IoU 1\.0000.*over 4,608 pixels'
    }
}
