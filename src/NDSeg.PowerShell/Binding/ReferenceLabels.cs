using System.Management.Automation;
using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>The labels that a command holds others against: one map, or a volume. Closes the file it opened.</summary>
internal sealed class ReferenceLabels : IDisposable
{
    private readonly bool owned;

    /// <param name="input">What was given.</param>
    /// <param name="command">Resolves the path.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="SegException">What reading the file throws.</exception>
    public ReferenceLabels(LabelInput input, PSCmdlet command, CancellationToken cancellation)
    {
        Volume = input.OpenIfVolume(command, cancellation);
        Map = Volume is null ? input.Resolve(command, cancellation) : null;
        owned = input.Volume is null;
    }

    /// <summary>The volume that was given, or the file of several slices; null for a single map.</summary>
    public SegLabelVolume? Volume { get; }

    /// <summary>The single map; null for a volume.</summary>
    public SegLabels? Map { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (owned)
        {
            Volume?.Dispose();
        }
    }
}
