BeforeAll {
    . (Join-Path $PSScriptRoot '_setup.ps1')

    # The command in a runspace of its own, with what the page would send to it.
    function Start-Painter([hashtable] $Parameters) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($module, $location, $parameters)
                Import-Module $module
                Set-Location -LiteralPath $location
                Edit-SegLabels @parameters -NoBrowser
            }).AddArgument($modulePath).AddArgument((Get-Location).Path).AddArgument($Parameters)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $deadline = (Get-Date).AddSeconds(30)
        while ($shell.Streams.Information.Count -eq 0 -and -not $run.IsCompleted -and (Get-Date) -lt $deadline) { Start-Sleep -Milliseconds 50 }
        $address = if ($shell.Streams.Information.Count) { [uri]([regex]::Match("$($shell.Streams.Information[0])", 'http://\S+').Value) }
        @{ Shell = $shell; Run = $run; Output = $output; Address = $address; Origin = if ($address) { $address.GetLeftPart('Authority') } }
    }

    function Open-Page($Painter) {
        $null = Invoke-WebRequest $Painter.Address -SessionVariable web
        $Painter.Web = $web
    }

    function Send-Page($Painter, [string] $Path, $Body) {
        $null = Invoke-WebRequest ($Painter.Origin + $Path) -Method Post -Body $Body -WebSession $Painter.Web -Headers @{ Origin = $Painter.Origin } -ContentType 'application/octet-stream'
    }

    function Get-Runs([int[]] $Number) { , [byte[]]($Number | ForEach-Object { [BitConverter]::GetBytes($_) }) }

    function Wait-Painter($Painter) {
        $Painter.Run.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue -Because 'the command ends with the page'
        try { $Painter.Shell.EndInvoke($Painter.Run) } catch { $Painter.Failure = $_ }
    }
}

Describe 'Edit-SegLabels' {
    BeforeEach {
        Push-Location $TestDrive
        Get-ChildItem | Remove-Item -Recurse
        $random = [Random]::new(3)
        $samples = [byte[]]::new(60 * 80)
        $random.NextBytes($samples)
        Write-TestTiff -Path slice.tif -Height 60 -Width 80 -Page @(, $samples)
    }
    AfterEach { Pop-Location }

    It 'serves a page on the loopback address, saves what is painted, and passes it on' {
        $painter = Start-Painter @{ Image = 'slice.tif'; OutFile = 'painted.tif'; ModelOutFile = 'painted.ndseg'; ClassName = 'paste', 'void'; PassThru = $true }
        $painter.Address.Host | Should -Be '127.0.0.1'
        Open-Page $painter
        Send-Page $painter '/stroke?slice=0&class=1&window=p&step=0' (Get-Runs 5, 10, 20, 6, 10, 20)
        Send-Page $painter '/stroke?slice=0&class=2&window=p&step=1' (Get-Runs 30, 0, 80)
        Send-Page $painter '/save'
        Send-Page $painter '/finish'
        Wait-Painter $painter
        $painter.Failure | Should -BeNullOrEmpty
        $painter.Shell.Streams.Warning | Should -BeNullOrEmpty
        $labels = Import-SegLabels painted.tif
        $labels.CountPixels() | Should -Be @(4680, 40, 80)
        $labels[5, 10] | Should -Be 1
        $labels[30, 79] | Should -Be 2
        $painter.Output[0].Classes.Name | Should -Be 'paste', 'void'
        (Compare-SegLabels $painter.Output[0] $labels).DifferentPixels | Should -Be 0
        $model = Import-SegModel painted.ndseg
        $again = New-SegModel | Invoke-SegTraining -Image (Import-SegImage slice.tif) -Labels painted.tif
        (Get-SegFeatureImportance $model).Importance | Should -Be (Get-SegFeatureImportance $again).Importance
        Get-ChildItem | Select-Object -ExpandProperty Name | Sort-Object | Should -Be 'painted.ndseg', 'painted.tif', 'slice.tif'
    }

    It 'ends with Ctrl+C, keeps unsaved strokes, and offers them again' {
        $painter = Start-Painter @{ Image = 'slice.tif'; OutFile = 'painted.tif' }
        Open-Page $painter
        Send-Page $painter '/stroke?slice=0&class=1&window=p&step=0' (Get-Runs 5, 10, 20)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $painter.Shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        'painted.tif' | Should -Not -Exist
        'painted.tif.unsaved' | Should -Exist
        { Invoke-WebRequest $painter.Origin -TimeoutSec 2 } | Should -Throw

        $again = Start-Painter @{ Image = 'slice.tif'; OutFile = 'painted.tif' }
        Open-Page $again
        Send-Page $again '/answer' '{"restore":true}'
        Send-Page $again '/save'
        Send-Page $again '/finish'
        Wait-Painter $again
        (Import-SegLabels painted.tif).CountPixels()[1] | Should -Be 20
        'painted.tif.unsaved' | Should -Not -Exist
    }

    It 'goes on from earlier labels with their values, names and colours' {
        $first = Start-Painter @{ Image = 'slice.tif'; OutFile = 'painted.tif'; ClassName = 'paste', 'void' }
        Open-Page $first
        Send-Page $first '/stroke?slice=0&class=2&window=p&step=0' (Get-Runs 5, 10, 20)
        Send-Page $first '/save'
        Send-Page $first '/finish'
        Wait-Painter $first
        $second = Start-Painter @{ Image = 'slice.tif'; OutFile = 'more.tif'; Labels = 'painted.tif'; PassThru = $true }
        Open-Page $second
        Send-Page $second '/stroke?slice=0&class=2&window=p&step=0' (Get-Runs 9, 0, 5)
        Send-Page $second '/save'
        Send-Page $second '/finish'
        Wait-Painter $second
        $second.Output[0].Classes.Name | Should -Be 'paste', 'void'
        $second.Output[0].Classes.Value | Should -Be 1, 2
        (Import-SegLabels more.tif).CountPixels() | Should -Be @(4775, 0, 25)
    }

    It 'saves what it goes on from when the page is finished without a stroke' {
        Write-TestTiff -Path earlier.tif -Height 60 -Width 80 -Page @(, ([byte[]](@(1) * 100 + @(0) * 4700)))
        $painter = Start-Painter @{ Image = 'slice.tif'; OutFile = 'more.tif'; Labels = 'earlier.tif' }
        Open-Page $painter
        Send-Page $painter '/finish'
        Wait-Painter $painter
        $painter.Failure | Should -BeNullOrEmpty
        $painter.Shell.Streams.Warning | Should -BeNullOrEmpty
        (Import-SegLabels more.tif).CountPixels()[1] | Should -Be 100
    }

    It 'leaves the file it goes on from alone when nothing was changed' {
        Write-TestTiff -Path earlier.tif -Height 60 -Width 80 -Page @(, ([byte[]](@(1) * 100 + @(0) * 4700)))
        $before = Get-FileHash earlier.tif
        $painter = Start-Painter @{ Image = 'slice.tif'; OutFile = 'earlier.tif'; Labels = 'earlier.tif'; Force = $true }
        Open-Page $painter
        Send-Page $painter '/finish'
        Wait-Painter $painter
        (Get-FileHash earlier.tif).Hash | Should -Be $before.Hash
    }

    It 'says that labels were saved where no model could be made' {
        $painter = Start-Painter @{ Image = 'slice.tif'; OutFile = 'painted.tif'; ModelOutFile = 'painted.ndseg' }
        Open-Page $painter
        Send-Page $painter '/stroke?slice=0&class=1&window=p&step=0' (Get-Runs 5, 10, 20)
        { Send-Page $painter '/finish' } | Should -Throw
        Send-Page $painter '/finish?withoutModel=1'
        Wait-Painter $painter
        "$($painter.Shell.Streams.Warning)" | Should -BeLike '*model was not*'
        (Import-SegLabels painted.tif).CountPixels()[1] | Should -Be 20
        'painted.ndseg' | Should -Not -Exist
    }

    It 'paints on several images and on a volume' {
        $images = @(Import-SegImage slice.tif; Import-SegImage slice.tif)
        $volume = [NDSeg.Images.SegVolume]::FromSlices([NDSeg.Images.SegImage[]]$images)
        foreach ($image in @(, $images; , $volume)) {
            $painter = Start-Painter @{ Image = $image; OutFile = 'painted.tif'; Force = $true }
            Open-Page $painter
            Send-Page $painter '/stroke?slice=1&class=1&window=p&step=0' (Get-Runs 5, 10, 20)
            Send-Page $painter '/finish'
            Wait-Painter $painter
            $painter.Failure | Should -BeNullOrEmpty
            @(Import-SegLabels painted.tif).ForEach({ ($_.CountPixels() | Select-Object -Skip 1 | Measure-Object -Sum).Sum }) | Should -Be 0, 20
        }
    }

    It 'says what to do about several paths, and about -Slice beside an image' {
        Copy-Item slice.tif other.tif
        $failure = { Edit-SegLabels slice.tif, other.tif painted.tif -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument*' -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Import-SegImage*'
        foreach ($reading in @{ Slice = 0 }, @{ Dataset = 'a' }, @{ Axis = 0 }, @{ ChannelAxis = 0 }) {
            $failure = { Import-SegImage slice.tif | Edit-SegLabels -OutFile painted.tif @reading -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidArgument*' -PassThru
            $failure | Should -BeLike "*-$($reading.Keys)*"
        }
    }

    It 'refuses targets that it could not write, or must not, before a page opens' {
        { Edit-SegLabels slice.tif painted.jpg -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownFormat*'
        { Edit-SegLabels slice.tif painted -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownFormat*'
        { Edit-SegLabels slice.tif painted.tif -ModelOutFile painted.txt -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownFormat*'
        { Edit-SegLabels slice.tif painted.tif -ModelOutFile painted.tif -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'SameTarget*'
        $before = Get-FileHash slice.tif
        { Edit-SegLabels slice.tif slice.tif -Force -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'TargetIsInput*'
        { Import-SegImage slice.tif | Edit-SegLabels -OutFile slice.tif -Force -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'TargetIsInput*'
        (Get-FileHash slice.tif).Hash | Should -Be $before.Hash
    }

    It 'refuses an existing file without -Force, labels of another size, and an unknown learner' {
        Set-Content painted.tif 'mine'
        { Edit-SegLabels slice.tif painted.tif -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'TargetExists*'
        Get-Content painted.tif | Should -Be 'mine'
        Write-TestTiff -Path small.tif -Height 3 -Width 4 -Page @(, ([byte[]](1..12)))
        { Edit-SegLabels slice.tif other.tif -Labels small.tif -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'LabelShapeMismatch*'
        { Edit-SegLabels slice.tif other.tif -Algorithm Nonsense -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownAlgorithm*'
        { Edit-SegLabels missing.tif other.tif -NoBrowser -ErrorAction Stop } | Should -Throw -ErrorId 'FileNotFound*'
        Edit-SegLabels slice.tif other.tif -WhatIf
        'other.tif' | Should -Not -Exist
    }
}
