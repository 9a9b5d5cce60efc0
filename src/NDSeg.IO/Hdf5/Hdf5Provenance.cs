namespace NDSeg.IO.Hdf5;

/// <summary>The attribute that holds provenance.</summary>
internal static class Hdf5Provenance
{
    public const string Attribute = "ndseg";

    public static IReadOnlyDictionary<string, object> Attributes(string? provenance)
        => provenance is null ? new Dictionary<string, object>() : new Dictionary<string, object> { [Attribute] = provenance };
}
