namespace NDSeg.Models;

/// <summary>The entries of a model file.</summary>
internal static class ModelEntries
{
    /// <summary>Everything but the trees.</summary>
    public const string Model = "model.json";

    /// <summary>The newest version of model.json this code can read, and the one it writes.</summary>
    public const int FormatVersion = 1;

    /// <summary>What <c>format</c> says in model.json.</summary>
    public const string FormatName = "ndseg-model";
}
