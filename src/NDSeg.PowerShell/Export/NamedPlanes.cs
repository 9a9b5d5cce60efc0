using System.Management.Automation;
using System.Numerics;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Segmentation;

namespace NDSeg.PowerShell.Export;

/// <summary>What of an object can be written as planes of float32, by name.</summary>
internal sealed class NamedPlanes
{
    private static readonly string[] UncertaintyNames = ["margin", "entropy"];

    private readonly Func<int, float[]> read;

    private NamedPlanes(int height, int width, PixelSize? pixelSize, IReadOnlyList<string> names, Func<int, float[]> read)
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

    /// <summary>The names of the planes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The planes of an image, a stack or a segmentation.</summary>
    /// <exception cref="SegException">NoMaps; NotAnImageObject.</exception>
    public static NamedPlanes Of(object input) => input switch
    {
        SegImage image => new(image.Height, image.Width, image.PixelSize, image.ChannelNames, c => Widened(image, c)),
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
    public IReadOnlyList<int> Choose(IReadOnlyList<string> patterns)
    {
        List<int> chosen = [];
        foreach (string pattern in patterns)
        {
            var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
            int[] matching = [.. Enumerable.Range(0, Names.Count).Where(i => wildcard.IsMatch(Names[i]))];
            if (matching.Length == 0)
            {
                matching = [.. Groups.Where(g => wildcard.IsMatch(g.Name)).SelectMany(g => g.Planes)];
            }

            chosen.AddRange(matching.Length > 0
                ? matching.Except(chosen)
                : throw new SegException("UnknownFeature", SegErrorKind.NotFound, $"Expected one of {string.Join(", ", Names)}; found '{pattern}'.", "Use one of these names."));
        }

        return chosen;
    }

    /// <summary>H * W samples of a plane.</summary>
    public float[] Plane(int index) => read(index);

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

    private static float[] Widened(SegImage image, int channel) => image.PixelType.Visit<Widening, float[]>(new Widening(image.Plane(channel)));

    private readonly struct Widening(Array plane) : IPixelVisitor<float[]>
    {
        public float[] Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => Array.ConvertAll((T[])plane, float.CreateTruncating);
    }
}
