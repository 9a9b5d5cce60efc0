using System.Text.Json;

namespace NDSeg.Filters.Families;

/// <summary>A group of maps that is switched on and off together.</summary>
/// <param name="Name">Unique name: <c>Gaussian</c>, <c>Median</c>, ...</param>
/// <param name="Summary">What the maps are, one sentence.</param>
/// <param name="OnByDefault">Whether the default configuration has them.</param>
/// <param name="UsesBytes">Whether they work on the 8-bit image.</param>
/// <param name="WrittenWhenOff">
/// Whether files name it where it is off, as they do for the filters of version 0.1.0; files that do not use a later one stay
/// the bytes they were.
/// </param>
public sealed record FilterSwitch(string Name, string Summary, bool OnByDefault = false, bool UsesBytes = false, bool WrittenWhenOff = true)
{
    /// <summary>The name inside <c>model.json</c>.</summary>
    public string JsonName => JsonNamingPolicy.CamelCase.ConvertName(Name);
}
