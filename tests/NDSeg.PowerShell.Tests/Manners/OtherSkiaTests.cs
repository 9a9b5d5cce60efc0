using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using NDSeg.PowerShell.Tests.Examples;
using NDSeg.PowerShell.Tests.Hosted;
using Xunit;

namespace NDSeg.PowerShell.Tests.Manners;

/// <summary>NDSeg beside another module that brought another SkiaSharp: each has its own, whichever came first.</summary>
public sealed class OtherSkiaTests : IDisposable
{
    private const string OtherVersion = "2.88.0.0";

    // An import of the other module and a question to its SkiaSharp; NDSeg's figure; and every SkiaSharp there is.
    private const string Other = "Import-Module ./Other/Other.psd1; \"other $([SkiaSharp.StandIn].Assembly.GetName().Version)\"";
    private const string Figure = "(New-SegPhantom 64 64).Image | Export-SegFigure figure.png -PanelSize 64";
    private const string List = "[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'SkiaSharp' } | ForEach-Object { \"loaded $($_.GetName().Version) $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)\" }";

    private readonly TemporaryFolder folder = new();

    public OtherSkiaTests()
    {
        Directory.CreateDirectory(folder["Other"]);
        File.WriteAllText(folder["Other/Other.psd1"], "@{ ModuleVersion = '1.0'; RequiredAssemblies = 'SkiaSharp.dll'; FunctionsToExport = @(); CmdletsToExport = @() }");

        // An assembly of the same name and another version, without any of the types that NDSeg needs.
        var assembly = new PersistedAssemblyBuilder(new AssemblyName($"SkiaSharp, Version={OtherVersion}"), typeof(object).Assembly);
        assembly.DefineDynamicModule("SkiaSharp").DefineType("SkiaSharp.StandIn", TypeAttributes.Public | TypeAttributes.Class).CreateType();
        assembly.Save(folder["Other/SkiaSharp.dll"]);
    }

    [Fact]
    public void Other_module_first() => Check($"{Other}; Import-Module '{HostedModule.Manifest}'; {Figure}; {List}");

    [Fact]
    public void Other_module_second() => Check($"Import-Module '{HostedModule.Manifest}'; {Figure}; {Other}; {List}");

    public void Dispose() => folder.Dispose();

    private void Check(string script)
    {
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, "-Command", script);
        Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.ToString());
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"other {OtherVersion}", lines);
        string[] loaded = [.. lines.Where(l => l.StartsWith("loaded ", StringComparison.Ordinal))];
        Assert.Equal(2, loaded.Length);
        Assert.Contains($"loaded {OtherVersion} Default", loaded);
        Assert.EndsWith(" NDSeg", Assert.Single(loaded, l => !l.Contains(OtherVersion, StringComparison.Ordinal)), StringComparison.Ordinal);

        // PNG: signature, then length, IHDR, width, height.
        byte[] png = File.ReadAllBytes(folder["figure.png"]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), 64, 1000);
    }
}
