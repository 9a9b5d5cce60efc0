using System.Text.Json;

namespace NDSeg.Filters.Families;

/// <summary>A group of maps that is switched on and off together.</summary>
/// <param name="Name">Unique name: <c>Gaussian</c>, <c>Median</c>, ...</param>
/// <param name="Summary">What the maps are, one sentence.</param>
/// <param name="OnByDefault">Whether the default configuration has them.</param>
/// <param name="UsesBytes">Whether they work on the 8-bit image.</param>
public sealed record FilterSwitch(string Name, string Summary, bool OnByDefault = false, bool UsesBytes = false)
{
    /// <summary>The name inside <c>model.json</c>.</summary>
    public string JsonName => JsonNamingPolicy.CamelCase.ConvertName(Name);
}
