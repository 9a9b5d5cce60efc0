# The assemblies beside this file are plain and load on every system. Where there is an image of them that was compiled
# ahead of time for this one, it is loaded here: the runtime then takes it for the plain assembly that the manifest names.
if (-not [System.IO.File]::Exists("$PSScriptRoot/NDSeg.PowerShell.dll")) {
    throw [System.IO.FileNotFoundException]::new("NDSeg is not built yet: expected '$([System.IO.Path]::Combine($PSScriptRoot, 'NDSeg.PowerShell.dll'))', found none. Run ./build.ps1 -Task Build in '$([System.IO.Path]::GetDirectoryName($PSScriptRoot))', then import again.")
}
$system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
$processor = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
$image = "$PSScriptRoot/r2r-$system-$processor/NDSeg.PowerShell.dll"
if ([System.IO.File]::Exists($image)) {
    $null = [System.Reflection.Assembly]::LoadFrom($image)
}
