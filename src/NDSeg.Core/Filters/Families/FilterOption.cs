using System.Globalization;
using System.Text.Json;

namespace NDSeg.Filters.Families;

/// <summary>A number that a family of filters can be told.</summary>
/// <param name="Name">Unique name: <c>MembraneSize</c>, ...</param>
/// <param name="Summary">What it is, with its unit, one sentence.</param>
/// <param name="Default">Value when nothing is said.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Greatest">Greatest value.</param>
/// <param name="Step">Values are <paramref name="Least"/> plus whole multiples of it; 0 for any value between.</param>
public sealed record FilterOption(string Name, string Summary, double Default, double Least, double Greatest, double Step = 0)
{
    /// <summary>The name inside <c>model.json</c>.</summary>
    public string JsonName => JsonNamingPolicy.CamelCase.ConvertName(Name);

    /// <summary>What is wrong with a value, as <c>Expected ..., found ...</c>; null when nothing is.</summary>
    public string? Problem(double value)
    {
        bool fits = value >= Least && value <= Greatest && (Step == 0 || (value - Least) % Step == 0);
        string values = Step switch
        {
            0 => "a value",
            1 => "a whole number",
            _ => string.Create(CultureInfo.InvariantCulture, $"one of {Least}, {Least + Step}, {Least + (2 * Step)}, ..."),
        };
        return fits ? null : string.Create(CultureInfo.InvariantCulture, $"Expected {values} from {Least} to {Greatest} as {Name}, found {value}.");
    }
}
