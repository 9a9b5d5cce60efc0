using System.Collections.Concurrent;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.IO.Formats;
using NDSeg.Paint;
using NDSeg.Paint.Slices;

namespace NDSeg.PowerShell.Painting;

/// <summary>One run of the painter. Everything that knows NDSeg.Paint is here, so that it is loaded when somebody paints.</summary>
internal sealed class PaintRun : IDisposable
{
    private readonly ConcurrentQueue<string> remarks = new();
    private readonly SliceSource slices;
    private readonly PaintServer server;

    private PaintRun(SliceSource slices, Func<PaintOptions, PaintOptions> change, string outFile)
    {
        this.slices = slices;
        try
        {
            server = new PaintServer(change(new PaintOptions { Slices = slices, OutFile = outFile, Log = remarks.Enqueue }));
        }
        catch
        {
            slices.Dispose();
            throw;
        }
    }

    /// <summary>The address to open.</summary>
    public Uri Address => server.Address;

    /// <summary>How it ended; null while it goes on.</summary>
    public PaintResult? Result => server.Completion.IsCompletedSuccessfully ? server.Completion.Result : null;

    /// <summary>Paints a file.</summary>
    public static PaintRun OnFile(string file, ImageReadOptions options, string outFile, Func<PaintOptions, PaintOptions> change, CancellationToken cancellation)
        => new(new FileSlices(ImageReader.Open(file, options, cancellation)), change, outFile);

    /// <summary>Paints images.</summary>
    public static PaintRun OnImages(IReadOnlyList<SegImage> images, string outFile, Func<PaintOptions, PaintOptions> change)
        => new(new MemorySlices(images), change, outFile);

    /// <summary>Paints a volume, which stays open.</summary>
    public static PaintRun OnVolume(SegVolume volume, string outFile, Func<PaintOptions, PaintOptions> change)
        => new(new VolumeSlices(volume), change, outFile);

    /// <summary>Ends the painter; unsaved strokes are kept beside the label file, and <see cref="Result"/> says where.</summary>
    public void Stop() => server.Dispose();

    /// <summary>Waits a while.</summary>
    /// <param name="say">Gets the remarks made meanwhile, on this thread.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether it ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Wait(Action<string> say, CancellationToken cancellation)
    {
        bool ended = server.Completion.Wait(200, cancellation);
        while (remarks.TryDequeue(out string? remark))
        {
            say(remark);
        }

        return ended;
    }

    /// <summary>Ends it; unsaved strokes are kept beside the label file.</summary>
    public void Dispose()
    {
        server.Dispose();
        slices.Dispose();
    }
}
