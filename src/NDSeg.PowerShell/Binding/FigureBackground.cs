using NDSeg.Images;

namespace NDSeg.PowerShell.Binding;

/// <summary>What lies under labels in a figure: an image, or a volume under label volumes.</summary>
public sealed class FigureBackground
{
    /// <summary>An image.</summary>
    public FigureBackground(SegImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image = image;
    }

    /// <summary>A volume.</summary>
    public FigureBackground(SegVolume volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        Volume = volume;
    }

    /// <summary>The image, if that was given.</summary>
    internal SegImage? Image { get; }

    /// <summary>The volume, if that was given.</summary>
    internal SegVolume? Volume { get; }

    /// <summary>What was given.</summary>
    public override string ToString() => Image?.ToString() ?? Volume!.ToString();
}
