using NDSeg.Models;
using NDSeg.Paint.Slices;
using NDSeg.Training;

namespace NDSeg.Paint.Tests;

/// <summary>A painter on small images, with a folder for its files.</summary>
internal sealed class Painter : IDisposable
{
    private readonly TemporaryFolder? own;

    public Painter(SliceSource? slices = null, TemporaryFolder? folder = null, Func<PaintOptions, PaintOptions>? change = null)
    {
        own = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? own!;
        var options = new PaintOptions
        {
            Slices = slices ?? Pictures.Slices(Pictures.Discs(200, 300)),
            OutFile = Folder.File("strokes.tif"),
            Untrained = new SegModel(new ModelParameters().With("Trees", 20)),
            Grace = TimeSpan.FromSeconds(1),
        };
        Server = new PaintServer(change is null ? options : change(options));
    }

    public TemporaryFolder Folder { get; }

    public PaintServer Server { get; }

    public string OutFile => Folder.File("strokes.tif");

    public string Autosave => OutFile + ".unsaved";

    public void Dispose()
    {
        Server.Dispose();
        own?.Dispose();
    }
}
