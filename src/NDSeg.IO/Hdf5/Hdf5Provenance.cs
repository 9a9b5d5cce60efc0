namespace NDSeg.IO.Hdf5;

/// <summary>The attributes of datasets that this module writes for itself.</summary>
internal static class Hdf5Provenance
{
    public const string Attribute = "ndseg";

    /// <summary>Names and colours of classes.</summary>
    public const string Classes = "ndseg-classes";

    /// <summary>A letter for every axis, as in <c>CYX</c>: written where the shape alone could be read in more than one way.</summary>
    public const string Axes = "ndseg-axes";

    public static Dictionary<string, object> Attributes(string? provenance, string? classes = null, string? axes = null)
    {
        var attributes = new Dictionary<string, object>();
        foreach ((string name, string? text) in new[] { (Attribute, provenance), (Classes, classes), (Axes, axes) })
        {
            if (text is not null)
            {
                attributes[name] = text;
            }
        }

        return attributes;
    }
}
