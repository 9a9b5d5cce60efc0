using System.Management.Automation;
using System.Numerics;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Export;

/// <summary>What of an object can be written as planes, by name.</summary>
internal sealed class NamedPlanes
{
    private static readonly string[] UncertaintyNames = ["margin", "entropy"];

    private readonly Func<int, Array> read;

    private NamedPlanes(int height, int width, PixelSize? pixelSize, IReadOnlyList<string> names, Func<int, Array> read)
    {
        Height = height;
        Width = width;
        PixelSize = pixelSize;
        Names = names;
        this.read = read;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Physical resolution, if known.</summary>
    public PixelSize? PixelSize { get; }

    /// <summary>Sample type of all planes.</summary>
    public PixelType Type { get; private init; } = PixelType.Float32;

    /// <summary>The names of the planes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The planes of an image, a stack or a segmentation.</summary>
    /// <exception cref="SegException">NoMaps; NotAnImageObject.</exception>
    public static NamedPlanes Of(object input) => input switch
    {
        SegImage image => new(image.Height, image.Width, image.PixelSize, image.ChannelNames, c => IsKept(image.PixelType) ? image.Plane(c) : Widened(image, c)) { Type = IsKept(image.PixelType) ? image.PixelType : PixelType.Float32 },
        SegFeatures stack => new(stack.Height, stack.Width, stack.PixelSize, stack.Names, stack.CopyMap),
        SegSegmentation result => Of(result),
        SegLabels => throw new SegException("NotAnImageObject", SegErrorKind.InvalidArgument, "Expected an image, a stack of filter maps or a segmentation with maps, found labels.", "Write labels with Export-SegLabels."),
        _ => throw new SegException("NotAnImageObject", SegErrorKind.InvalidArgument, $"Expected an image, a stack of filter maps or a segmentation, found {input.GetType()}.", "Give what Import-SegImage, Get-SegFeatures or Invoke-SegApply writes."),
    };

    /// <summary>Planes of one kind, under a name for all of them.</summary>
    private (string Name, IReadOnlyList<int> Planes)[] Groups { get; init; } = [];

    /// <summary>
    /// The planes whose names patterns match, in the order of the patterns. The name of a group, where no plane has it, stands for
    /// all of the group.
    /// </summary>
    /// <exception cref="SegException">UnknownFeature, listing the names there are.</exception>
    public IReadOnlyList<int> Choose(IReadOnlyList<string> patterns) => Choose(patterns, Names, Groups);

    /// <summary>The channels of a volume whose names patterns match.</summary>
    /// <exception cref="SegException">UnknownFeature, listing the names there are.</exception>
    public static IReadOnlyList<int> Choose(IReadOnlyList<string> patterns, SegVolume volume) => Choose(patterns, volume.ChannelNames, []);

    /// <summary>The samples of a plane, H * W.</summary>
    public Array Plane(int index) => read(index);

    private static List<int> Choose(IReadOnlyList<string> patterns, IReadOnlyList<string> names, (string Name, IReadOnlyList<int> Planes)[] groups)
    {
        List<int> chosen = [];
        foreach (string pattern in patterns)
        {
            var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            int[] matching = [.. Enumerable.Range(0, names.Count).Where(i => wildcard.IsMatch(names[i]))];
            if (matching.Length == 0)
            {
                matching = [.. groups.Where(g => wildcard.IsMatch(g.Name)).SelectMany(g => g.Planes)];
            }

            chosen.AddRange(matching.Length > 0
                ? matching.Except(chosen)
                : throw new SegException("UnknownFeature", SegErrorKind.NotFound, $"Expected one of {string.Join(", ", names)}; found '{pattern}'.", "Use one of these names."));
        }

        return chosen;
    }

    private static NamedPlanes Of(SegSegmentation result)
    {
        List<string> names = [];
        List<float[]> planes = [];
        if (result.Probabilities is { } probabilities)
        {
            names.AddRange(result.Classes.Select(c => c.Name));
            planes.AddRange(probabilities);
        }

        if (result is { Margin: { } margin, Entropy: { } entropy })
        {
            names.AddRange(UncertaintyNames);
            planes.AddRange([margin, entropy]);
        }

        return planes.Count > 0
            ? new(result.Height, result.Width, result.Labels.PixelSize, names, i => planes[i])
            {
                Groups =
                [
                    ("probability", [.. Enumerable.Range(0, result.Probabilities?.Count ?? 0)]),
                    ("uncertainty", [.. Enumerable.Range(0, names.Count).Skip(result.Probabilities?.Count ?? 0)]),
                ],
            }
            : throw new SegException("NoMaps", SegErrorKind.InvalidState, "Expected a segmentation with probabilities or uncertainty, found labels only.", "Use -Probability or -Uncertainty on Invoke-SegApply; write labels with Export-SegLabels.");
    }

    // Integers say how they are scaled when they are read again: as float32 an image of bytes would go up to 255, not to 1. What goes up
    // to 1 itself is float32, and so are floats.
    private static bool IsKept(PixelType type) => type != PixelType.Bilevel && !type.IsFloatingPoint();

    private static float[] Widened(SegImage image, int channel) => image.PixelType.Visit<Widening, float[]>(new Widening(image.Plane(channel)));

    private readonly struct Widening(Array plane) : IPixelVisitor<float[]>
    {
        public float[] Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll((T[])plane, float.CreateTruncating);
    }
}
