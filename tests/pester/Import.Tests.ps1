# The module in the life of a session: imported twice, removed, in several runspaces, beside other modules.
Describe 'Import' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1

        # What needs runspaces of its own but no process of its own.
        function Invoke-InSession([string] $Script) { & ([scriptblock]::Create($Script)) }
    }

    It 'imports twice and with -Force, is gone after Remove-Module and comes back' {
        Invoke-InProcess @"
Import-Module '$modulePath'
Import-Module '$modulePath'
Import-Module '$modulePath' -Force
`$WarningPreference = 'SilentlyContinue'
(New-SegPhantom 40 40).Image.Shape
@(Get-Module NDSeg).Count
Remove-Module NDSeg
@(Get-Command -Module NDSeg).Count
`$null -eq (Get-Command New-SegPhantom -ErrorAction Ignore -Module NDSeg)
Import-Module '$modulePath'
`$p = New-SegPhantom 40 40
(New-SegModel -Trees 2 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes).IsTrained
"@ | Should -Be '40 x 40', '1', '0', 'True', 'True'
    }

    It 'writes nothing and defines nothing but its commands' {
        $text = Invoke-InProcess @"
`$before = (Get-Variable -Scope Global).Name
Import-Module '$modulePath' 3>&1 4>&1 6>&1
(Get-Variable -Scope Global).Name | Where-Object { `$_ -notin `$before -and `$_ -ne 'before' }
(Get-Module NDSeg).ExportedAliases.Count + (Get-Module NDSeg).ExportedFunctions.Count + (Get-Module NDSeg).ExportedVariables.Count
"@
        $text | Should -Be '0'
    }

    It 'loads neither torch nor xgboost, nor any third-party assembly' {
        $text = Invoke-InProcess @"
Import-Module '$modulePath'
`$null = New-SegModel
[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -match 'torch|xgboost|Skia|LibTiff|PureHDF|NDSeg.IO' }
[Diagnostics.Process]::GetCurrentProcess().Modules.FileName | Where-Object { (Split-Path `$_ -Leaf) -match 'torch|xgboost|skia|gomp' }
'end'
"@
        $text | Should -Be 'end'
    }

    It 'ends in an error that names what is missing where a file of the module is gone' {
        $root = Split-Path $modulePath
        $copy = (New-Item -ItemType Directory "$TestDrive/broken").FullName
        Copy-Item $modulePath $copy
        Copy-Item (Join-Path $root module) $copy -Recurse -Exclude native
        Get-ChildItem "$copy/module" -Recurse -Filter NDSeg.IO.dll | Remove-Item
        Invoke-InProcess @"
Import-Module '$copy/NDSeg.psd1'
try { (New-SegPhantom 40 40).Image | Export-SegImage '$TestDrive/image.tif' -ErrorAction Stop } catch { `$_.Exception.Message -match 'NDSeg.IO' }
'alive'
"@ | Should -Be 'True', 'alive'
    }

    It 'loads no xgboost where a forest does the work' {
        $text = Invoke-InProcess @"
Import-Module '$modulePath'
`$WarningPreference = 'SilentlyContinue'
`$p = New-SegPhantom 40 40
`$m = New-SegModel -Trees 2 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes
`$p.Image | Invoke-SegApply `$m | Export-SegLabels '$TestDrive/labels.tif' -Force
[Diagnostics.Process]::GetCurrentProcess().Modules.FileName | Where-Object { (Split-Path `$_ -Leaf) -match 'torch|libxgboost|^xgboost|gomp' }
'end'
"@
        $text | Should -Be 'end'
    }

    It 'takes no library from a runspace when another removes the module' {
        # No library of the module has been loaded yet when the first runspace lets go of it.
        $text = Invoke-InProcess @"
Import-Module '$modulePath'
`$other = [powershell]::Create([initialsessionstate]::CreateDefault2())
`$null = `$other.AddScript("Import-Module '$modulePath'").Invoke()
Remove-Module NDSeg
`$other.Commands.Clear()
`$null = `$other.AddScript("(New-SegPhantom 32 32).Truth | Export-SegLabels '$TestDrive/late.png'").Invoke()
`$other.Streams.Error.Count
"@
        $text | Should -Be '0'
        Join-Path $TestDrive 'late.png' | Should -Exist
    }

    It 'works in several runspaces at once' {
        $text = Invoke-InSession @"
Import-Module '$modulePath'
`$hashes = 1..4 | ForEach-Object -Parallel {
    Import-Module '$modulePath'
    `$p = New-SegPhantom 64 64 -Seed 1
    `$m = New-SegModel -Trees 10 -Seed 1 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes
    `$file = '$TestDrive/parallel' + `$_ + '.tif'
    `$p.Image | Invoke-SegApply `$m | Export-SegLabels `$file -Force
    (Get-FileHash `$file).Hash
} -ThrottleLimit 4
`$hashes.Count
@(`$hashes | Sort-Object -Unique).Count
"@
        $text | Should -Be '4', '1'
    }

    It 'shares one model between runspaces' {
        $text = Invoke-InSession @"
Import-Module '$modulePath'
`$p = New-SegPhantom 64 64 -Seed 1
`$m = New-SegModel -Trees 10 -Seed 1 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes
`$all = 1..3 | ForEach-Object -Parallel { Import-Module '$modulePath'; `$q = `$using:p; `$q.Image | Invoke-SegApply `$using:m } -ThrottleLimit 3
@(`$all | ForEach-Object { (Compare-SegLabels `$all[0] `$_).Equal } | Sort-Object -Unique)
"@
        $text | Should -Be 'True'
    }

    It 'trains XGBoost in several runspaces at once' {
        Assert-XGBoost
        $text = Invoke-InSession @"
`$hashes = 1..3 | ForEach-Object -Parallel {
    Import-Module '$modulePath'
    `$p = New-SegPhantom 64 64 -Seed 1
    `$file = '$TestDrive/booster' + `$_ + '.ndseg'
    New-SegModel XGBoost -Rounds 10 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes | Export-SegModel `$file -Force
    (Get-FileHash `$file).Hash
} -ThrottleLimit 3
`$hashes.Count
@(`$hashes | Sort-Object -Unique).Count
"@
        $text | Should -Be '3', '1'
    }

    Context 'beside a stranger' {
        BeforeAll {
            # Draws and reads PNG and JPEG-capable code after another assembly of that name is in the default context.
            function Test-Beside([string[]] $Stranger, [string] $Name) {
                Invoke-InProcess @"
'$($Stranger -join "', '")' | ForEach-Object { `$stranger = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath(`$_) }
Import-Module '$modulePath'
`$p = New-SegPhantom 64 64
Export-SegFigure '$TestDrive/beside.png' -Panel `$p.Image, `$p.Truth -Title A, B -Legend -Force
`$p.Truth | Export-SegLabels '$TestDrive/beside.tif' -Force
`$p.Truth | Export-SegLabels '$TestDrive/beside.h5' -Force
(Import-SegImage '$TestDrive/beside.png').Width -gt 64
(Compare-SegLabels `$p.Truth '$TestDrive/beside.tif').Equal
(Compare-SegLabels `$p.Truth '$TestDrive/beside.h5').Equal
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq '$Name' }).Count
@([Runtime.Loader.AssemblyLoadContext]::Default.Assemblies) -contains `$stranger
"@
            }

            # An assembly of that name with one empty type, of a version that nobody published.
            function New-Stranger([string] $Name) {
                $folder = (New-Item -ItemType Directory -Force (Join-Path $TestDrive "stranger-$Name")).FullName
                $file = Join-Path $folder "$Name.dll"
                $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName]"$Name, Version=99.0.0.0", [object].Assembly)
                $null = $assembly.DefineDynamicModule($Name).DefineType('Stranger.Empty', 'Public').CreateType()
                $assembly.Save($file)
                $file
            }
        }

        It 'works where other assemblies of these names were loaded first' {
            $strangers = 'BitMiracle.LibTiff.NET', 'PureHDF', 'SkiaSharp' | ForEach-Object { New-Stranger $_ }
            Test-Beside $strangers SkiaSharp | Should -Be 'True', 'True', 'True', '2', 'True'
        }

        It 'works where a module with another SkiaSharp comes second' {
            $stranger = New-Stranger SkiaSharp
            Set-Content (Join-Path (Split-Path $stranger) 'Other.psd1') "@{ ModuleVersion = '1.0'; RequiredAssemblies = 'SkiaSharp.dll'; FunctionsToExport = @(); CmdletsToExport = @() }"
            $text = Invoke-InProcess @"
Import-Module '$modulePath'
(New-SegPhantom 64 64).Image | Export-SegFigure '$TestDrive/first.png' -PanelSize 64
Import-Module '$(Split-Path $stranger)/Other.psd1'
([Stranger.Empty].Assembly.GetName().Version).Major
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'SkiaSharp' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name } | Sort-Object
"@
            $text | Should -Be '99', 'Default', 'NDSeg'
            (Import-SegImage (Join-Path $TestDrive 'first.png')).Width | Should -BeGreaterThan 63
        }

        It 'works beside the published SkiaSharp <Version>' -Tag Slow -ForEach @(@{ Version = '2.88.9' }, @{ Version = '3.119.4' }) {
            $cache = $env:NUGET_PACKAGES ?? (Join-Path $HOME '.nuget/packages')
            $file = Get-ChildItem (Join-Path $cache "skiasharp/$Version/lib/net*/SkiaSharp.dll") -ErrorAction Ignore | Select-Object -Last 1
            if (-not $file) { Set-ItResult -Skipped -Because "SkiaSharp $Version is not in the package cache '$cache'" }
            $text = Test-Beside $file.FullName SkiaSharp
            $text | Should -Be 'True', 'True', 'True', '2', 'True'
        }
    }
}
