using System.Globalization;
using System.Text.Json;
using NDSeg.Images;

namespace NDSeg.IO.Zarr.Metadata;

/// <summary>What OME-Zarr metadata (0.1 to 0.5) say about an image: its axes, its levels and their scales.</summary>
internal sealed class OmeImage
{
    // Before 0.3 the axes were always these five.
    private const string OldAxes = "TCZYX";
    private const int MostLevels = 64;

    private readonly double[]?[] scales;
    private readonly string?[] units;

    private OmeImage(string? version, string letters, string?[] units, IReadOnlyList<string> levels, double[]?[] scales)
    {
        Version = version;
        Letters = letters;
        this.units = units;
        Levels = levels;
        this.scales = scales;
    }

    /// <summary>The version that the image says of itself, as those before 0.5 do; null where it says none.</summary>
    public string? Version { get; }

    /// <summary>A letter for every axis, slowest first: T, C, Z, Y, X, or Q for one of another meaning.</summary>
    public string Letters { get; }

    /// <summary>Paths of the arrays below the group, full resolution first. Not checked.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>The first image that the attributes of a group describe; null where they describe none.</summary>
    /// <param name="attributes">The OME attributes of the group.</param>
    public static OmeImage? Read(JsonElement attributes)
    {
        JsonElement image = attributes.Member("multiscales").Items().FirstOrDefault();
        JsonElement[] levels = [.. image.Member("datasets").Items().Where(d => d.Member("path").Text() is not null).Take(MostLevels)];
        if (levels.Length == 0)
        {
            return null;
        }

        JsonElement[] axes = [.. image.Member("axes").Items()];
        string letters = axes.Length == 0 ? OldAxes : string.Concat(axes.Select(LetterOf));
        double[]? common = Scale(image.Member("coordinateTransformations"));
        return new OmeImage(
            image.Member("version").Text(),
            letters,
            axes.Length == 0 ? new string?[OldAxes.Length] : [.. axes.Select(axis => axis.Member("unit").Text())],
            [.. levels.Select(level => level.Member("path").Text()!)],
            [.. levels.Select(level => Product(Scale(level.Member("coordinateTransformations")), common, letters.Length))]);
    }

    /// <summary>The size of a pixel at a level, as images carry it; null where rows and columns have no scale.</summary>
    public PixelSize? PixelSizeOf(int level)
    {
        int column = Letters.IndexOf('X', StringComparison.Ordinal);
        int row = Letters.IndexOf('Y', StringComparison.Ordinal);
        if (scales[level] is not { } scale || column < 0 || row < 0 || scale[column] <= 0 || scale[row] <= 0)
        {
            return null;
        }

        string? description = Description(scale, row, column);
        return units[column] is null && scale[column] == 1 && scale[row] == 1 && description is null ? null : new PixelSize(1 / scale[column], 1 / scale[row], 1, description);
    }

    // The unit, and the distance between slices, stand where ImageJ keeps them.
    private string? Description(double[] scale, int row, int column)
    {
        int slice = Letters.IndexOf('Z', StringComparison.Ordinal);
        string spacing = slice >= 0 && units[slice] == units[column] && scale[slice] > 0 ? string.Create(CultureInfo.InvariantCulture, $"spacing={scale[slice]}\n") : string.Empty;
        if (units[column] is not { } unit)
        {
            // Ones at the full resolution are what is written where nothing is known; without a unit the levels below it then say nothing either.
            bool says = scales[0] is { } full && new[] { slice, row, column }.Any(axis => axis >= 0 && full[axis] != 1);
            return says && spacing.Length > 0 ? $"ImageJ=1.53t\n{spacing}" : null;
        }

        return unit.Length > 64 || unit.Any(char.IsControl) ? null : $"ImageJ=1.53t\nunit={LengthUnits.SignOf(unit)}\n{spacing}";
    }

    private static char LetterOf(JsonElement axis)
    {
        string name = (axis.Text() ?? axis.Member("name").Text() ?? string.Empty).ToUpperInvariant();
        return (axis.Member("type").Text(), name) switch
        {
            ("channel", _) or (_, "C") => 'C',
            ("time", _) or (_, "T") => 'T',
            (_, "X" or "Y" or "Z") => name[0],
            _ => 'Q',
        };
    }

    private static double[]? Scale(JsonElement transformations)
        => transformations.Items().Where(t => t.Member("type").Text() == "scale").Select(t => t.Member("scale").Numbers()).FirstOrDefault();

    private static double[]? Product(double[]? own, double[]? common, int rank)
    {
        double[]? scale = own ?? common;
        return scale is null || scale.Length != rank || (common is not null && common.Length != rank)
            ? null
            : own is null || common is null ? scale : [.. own.Select((value, axis) => value * common[axis])];
    }
}
