namespace NDSeg.IO.Zarr.Metadata;

/// <summary>Units of length: OME-Zarr writes them out, images carry their signs.</summary>
internal static class LengthUnits
{
    private static readonly (string Name, string Sign)[] Known =
    [
        ("micrometer", "micron"), ("micrometer", "\u00B5m"), ("micrometer", "um"), ("nanometer", "nm"), ("millimeter", "mm"), ("centimeter", "cm"), ("meter", "m"),
        ("angstrom", "\u00C5"), ("picometer", "pm"), ("inch", "inch"),
    ];

    /// <summary>The name of a unit whose sign is known; any other one as it is.</summary>
    public static string NameOf(string sign) => Known.FirstOrDefault(u => u.Sign == sign).Name ?? sign;

    /// <summary>The sign of a unit as ImageJ writes it; the name where there is none.</summary>
    public static string SignOf(string name) => Known.FirstOrDefault(u => u.Name == name).Sign ?? name;
}
