<#
.SYNOPSIS
The data of the worked examples: image, strokes and six extra channels of a battery slice.

.DESCRIPTION
Takes the slice Battery_21700 from <shared data>/data/battery, where the shared data is the folder that the environment
variable NDSEG_SHARED names or ../shared beside the checkout. Where it is not there, a phantom of the same kind stands in.
Writes one object with Name, Image, Labels and Extra.
#>
param(
    # Edge of the phantom in pixels; the slice has a size of its own.
    [int] $PhantomSize = 1568
)

$shared = if ($env:NDSEG_SHARED) { $env:NDSEG_SHARED } else { [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'shared') }
$folder = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($shared, 'data', 'battery'))
if ([System.IO.Directory]::Exists($folder)) {
    [pscustomobject]@{
        Name   = 'Battery_21700'
        Image  = Import-SegImage -LiteralPath ([System.IO.Path]::Combine($folder, 'Battery_21700.tif'))
        Labels = Import-SegLabels -LiteralPath ([System.IO.Path]::Combine($folder, 'Battery_21700_labels.tif'))
        Extra  = Import-SegImage -LiteralPath ([System.IO.Path]::Combine($folder, 'Battery_21700_extra_standin.h5')) -Dataset data -ChannelAxis 2
    }
}
else {
    $phantom = New-SegPhantom $PhantomSize $PhantomSize -Seed 1
    [pscustomobject]@{ Name = 'phantom'; Image = $phantom.Image; Labels = $phantom.Strokes; Extra = $phantom.Extras }
}
