# Label files in ImageJ 1 itself: values, colours, slices and pixel size as it sees them.
Describe 'Label files in ImageJ' -Tag Slow {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $jar = '/usr/share/java/ij.jar'
        $missing = if (-not (Test-Path $jar)) { "ImageJ is not at '$jar'" } elseif (-not (Get-Command xvfb-run, java, timeout -ErrorAction Ignore).Count -eq 3) { 'xvfb-run, java and timeout are needed' }

        # What ImageJ says of a file: size, slices, calibration, and value and displayed colour of the first pixels of every slice.
        function Get-ImageJView([string] $File, [int] $Pixels) {
            $macro = Join-Path $TestDrive 'look.ijm'
            $answer = Join-Path $TestDrive 'answer.txt'
            Remove-Item $answer -ErrorAction Ignore
            Set-Content $macro @"
open("$File");
getVoxelSize(w, h, d, unit);
text = "size " + getWidth() + " " + getHeight() + " " + nSlices + " " + bitDepth() + "\n";
text = text + "voxel " + w + " " + h + " " + d + " " + unit + "\n";
for (s = 1; s <= nSlices; s++) {
    setSlice(s);
    values = "values";
    for (i = 0; i < $Pixels; i++) values = values + " " + getPixel(i, 0);
    text = text + values + "\n";
    if (s == 1) {
        run("Duplicate...", "title=shown");
        run("RGB Color");
        colours = "colours";
        for (i = 0; i < $Pixels; i++) colours = colours + " " + toHex(getPixel(i, 0) & 0xffffff);
        text = text + colours + "\n";
        close();
    }
}
File.saveString(text, "$answer");
"@
            $null = & timeout 120 xvfb-run -a java -cp $jar ij.ImageJ -batch $macro 2>&1
            Get-Content $answer
        }

        function New-TestLabels([long[]] $Values, [string[]] $Colors, $PixelSize) {
            $classes = [NDSeg.Images.SegClass[]]@(for ($k = 0; $k -lt $Values.Count; $k++) { [NDSeg.Images.SegClass]::new($k + 1, $Values[$k], "class $k", [NDSeg.Images.RgbColor]::Parse($Colors[$k])) })
            $pixels = [byte[]]@(0..19 | ForEach-Object { $_ % ($Values.Count + 1) })
            [NDSeg.Images.SegLabels]::new(4, 5, $pixels, $classes, 'Indexed', $null, $PixelSize)
        }
        $size = [NDSeg.Images.PixelSize]::new(4, 4, 1, "ImageJ=1.53t`nunit=micron`nspacing=0.5`n")
    }

    BeforeEach { if ($missing) { Set-ItResult -Skipped -Because $missing } }

    It 'shows a label map of 8 bits with values, colours and pixel size' {
        $file = Join-Path $TestDrive 'one.tif'
        New-TestLabels 1, 2, 255 '#ff0000', '#00ff40', '#1020ff' $size | Export-SegLabels $file -Provenance Embedded
        $view = Get-ImageJView $file 4
        $view[0] | Should -Be 'size 5 4 1 8'
        $view[1] | Should -BeLike 'voxel 0.25 0.25 * microns'
        $view[2] | Should -Be 'values 0 1 2 255'
        $view[3] | Should -Be 'colours 0 ff0000 ff40 1020ff'
    }

    It 'shows a label volume of 8 bits as a stack: <_> slices' -ForEach 2, 7 {
        $file = Join-Path $TestDrive 'stack.tif'
        $count = $_
        $result = 1..$count | ForEach-Object { New-TestLabels 1, 2, 255 '#ff0000', '#00ff40', '#1020ff' $size }
        $result | Export-SegLabels $file -Provenance Embedded -Force
        $view = Get-ImageJView $file 4
        $view[0] | Should -Be "size 5 4 $count 8"
        $view[1] | Should -Be 'voxel 0.25 0.25 0.5 microns'
        $view[2, 3] | Should -Be 'values 0 1 2 255', 'colours 0 ff0000 ff40 1020ff'
        $view[4..($count + 2)] | Should -Be (@('values 0 1 2 255') * ($count - 1))
        (Get-SegProvenance $file).format | Should -Be 'ndseg-provenance-1'
    }

    It 'shows labels of 16 bits in a range in which they are seen' {
        $file = Join-Path $TestDrive 'wide.tif'
        New-TestLabels 300, 600 '#ff0000', '#00ff40' $null | Export-SegLabels $file
        $view = Get-ImageJView $file 3
        $view[0] | Should -Be 'size 5 4 1 16'
        $view[2] | Should -Be 'values 0 300 600'
        $view[3] | Should -Match '^colours 0 7f7f7f ffffff|^colours 0 808080 ffffff'
    }
}
