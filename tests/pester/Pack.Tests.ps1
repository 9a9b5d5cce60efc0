# The package: complete, loadable on every system, and importable from another folder.
Describe 'Pack' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        # Images for this machine only: the others take a minute and would be tried nowhere here.
        $packed = Join-Path $TestDrive 'packed/NDSeg'
        $runtime = "$($IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux')-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
        $images = $runtime -in 'linux-x64', 'win-x64'
        $command = "& '$repositoryRoot/build.ps1' -Task Pack -Property 'PackedModule=$packed', 'ModuleReadyToRunRuntimes=$($images ? $runtime : 'none')'"
        $text = & (Join-Path $PSHOME 'pwsh') -NoProfile -NonInteractive -Command $command 2>&1
        if ($LASTEXITCODE) { throw ($text -join "`n") }
        $manifest = Join-Path $packed 'NDSeg.psd1'

        # Whether an assembly was compiled ahead of time, for one system.
        function Test-Image([string] $Path) {
            $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($Path))
            try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 } finally { $reader.Dispose() }
        }

        # Imports a module in a process of its own, does a job, and gives the folder the assembly came from.
        function Invoke-Job([string] $Manifest) {
            Invoke-InProcess @"
Import-Module '$Manifest'
`$p = New-SegPhantom 64 64
`$m = New-SegModel -Trees 3 | Invoke-SegTraining -Image `$p.Image -Labels `$p.Strokes
`$p.Image | Invoke-SegApply `$m | Export-SegLabels '$TestDrive/packed.tif' -Force
Export-SegFigure '$TestDrive/packed.png' -Panel `$p.Image, `$p.Truth -Legend -Force
(Import-SegImage '$TestDrive/packed.png').Channels
Split-Path (Split-Path `$m.GetType().Assembly.Location) -Leaf
(Get-Help Invoke-SegApply).Synopsis
(Get-Help about_NDSeg | Out-String).Length -gt 500
"@
        }
    }

    It 'says all that the Gallery asks for, and lists its files' {
        $info = Test-ModuleManifest $manifest
        $info.ProjectUri, $info.LicenseUri, $info.ReleaseNotes, $info.Author, $info.Description | ForEach-Object { "$_" | Should -Not -BeNullOrEmpty }
        $info.Tags.Count | Should -BeGreaterThan 3
        $listed = (Import-PowerShellDataFile $manifest).FileList
        $found = Get-FileName $packed | ForEach-Object { $_.Replace('\', '/') }
        Compare-Object $listed $found | Should -BeNullOrEmpty
        $listed | Should -Contain 'examples/quickstart.ps1'
        $listed | Should -Contain 'LICENSE'
        $listed | Should -Contain 'module/en-US/NDSeg.PowerShell.dll-Help.xml'
        $listed | Should -Contain 'en-US/about_NDSeg.help.txt'
    }

    It 'has plain assemblies and the native libraries of every system' {
        $plain = Get-ChildItem (Join-Path $packed 'module/*.dll'), (Join-Path $packed 'module/lib/*.dll')
        $plain.Count | Should -BeGreaterThan 6
        $plain | Where-Object { Test-Image $_.FullName } | ForEach-Object Name | Should -BeNullOrEmpty
        foreach ($name in 'linux-x64/libSkiaSharp.so', 'linux-arm64/libSkiaSharp.so', 'win-x64/libSkiaSharp.dll', 'win-arm64/libSkiaSharp.dll', 'osx/libSkiaSharp.dylib') {
            Join-Path $packed "module/native/$name" | Should -Exist
        }
    }

    It 'is imported from another folder and uses the images of this system' {
        $text = Invoke-Job $manifest
        $text[0] | Should -Be '3'
        $text[1] | Should -Be ($images ? "r2r-$runtime" : 'module')
        $text[2] | Should -BeLike 'Labels every pixel*'
        $text[3] | Should -Be 'True'
        if ($images) { Test-Image (Join-Path $packed "module/r2r-$runtime/NDSeg.Core.dll") | Should -BeTrue }
    }

    It 'works with the plain assemblies, as on a system without images' {
        $copy = Join-Path $TestDrive 'plain'
        Copy-Item $packed $copy -Recurse
        Remove-Item (Join-Path $copy 'module/r2r-*'), (Join-Path $copy 'module/lib-*') -Recurse
        (Invoke-Job (Join-Path $copy 'NDSeg.psd1'))[0..1] | Should -Be '3', 'module'
    }

    It 'tells how to build a checkout that is not built' {
        $bare = Join-Path $TestDrive 'bare'
        $null = New-Item -ItemType Directory (Join-Path $bare 'module')
        Copy-Item (Join-Path $repositoryRoot 'NDSeg.psd1') $bare
        Copy-Item (Join-Path $repositoryRoot 'module/*.ps1xml'), (Join-Path $repositoryRoot 'module/*.psm1') (Join-Path $bare 'module')
        $text = Invoke-InProcess "try { Import-Module '$bare/NDSeg.psd1'; 'imported' } catch { `$_.Exception.Message }"
        $text | Should -BeLike '*not built*build.ps1 -Task Build*'
    }
}
