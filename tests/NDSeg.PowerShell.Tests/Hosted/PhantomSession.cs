namespace NDSeg.PowerShell.Tests.Hosted;

/// <summary>
/// A session with the files of a phantom of 96 x 80 pixels: slice.tif, strokes.tif, truth.tif. In it $phantom, and
/// Get-Values, which gives the label-file value of every pixel, row by row.
/// </summary>
public sealed class PhantomSession : IDisposable
{
    /// <summary>Rows.</summary>
    public const int Height = 96;

    /// <summary>Columns.</summary>
    public const int Width = 80;

    /// <summary>Makes the files.</summary>
    public PhantomSession()
    {
        Module.Run("""
            function Get-Values($Labels) {
                if ($Labels.PSObject.Properties['Labels']) { $Labels = $Labels.Labels }
                $values = @(0) + @($Labels.Classes.Value)
                $result = [int[]]::new($Labels.Height * $Labels.Width)
                for ($i = 0; $i -lt $result.Length; $i++) { $result[$i] = $values[$Labels.At($i)] }
                , $result
            }
            """).NoErrors();
        Slice = WritePhantom("slice.tif", "strokes.tif", "truth.tif", 1, "phantom");
    }

    /// <summary>The session.</summary>
    public HostedModule Module { get; } = new();

    /// <summary>The samples of slice.tif.</summary>
    public byte[] Slice { get; }

    /// <summary>The label-file values of strokes.tif.</summary>
    public byte[] Strokes => Values("$phantom.Strokes");

    /// <summary>Writes the files of a phantom and keeps it in a variable; gives the samples of the slice.</summary>
    public byte[] WritePhantom(string slice, string strokes, string truth, int seed, string variable)
    {
        Module.Run($"${variable} = New-SegPhantom {Height} {Width} -Seed {seed}").NoErrors();
        byte[] samples = Module.Run($", ${variable}.Image.Plane(0)").One<byte[]>();
        SampleTiff.Write(PathOf(slice), Height, Width, samples);
        SampleTiff.Write(PathOf(strokes), Height, Width, Values($"${variable}.Strokes"));
        SampleTiff.Write(PathOf(truth), Height, Width, Values($"${variable}.Truth"));
        return samples;
    }

    /// <summary>The label-file values of what an expression gives, as bytes.</summary>
    public byte[] Values(string expression)
        => [.. Run($"Get-Values ({expression})").One<int[]>().Select(v => (byte)v)];

    /// <summary>Runs a script in the session.</summary>
    public HostedResult Run(string script, params (string Name, object? Value)[] parameters) => Module.Run(script, parameters);

    /// <summary>The full path of a file in the folder of the session.</summary>
    public string PathOf(string name) => Module.PathOf(name);

    /// <summary>The names of all files below the folder, sorted.</summary>
    public string[] Files()
        => [.. Directory.EnumerateFiles(Module.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Module.Folder, f)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose() => Module.Dispose();
}
