using System.Globalization;

namespace NDSeg.Filters.Families;

/// <summary>One map that a family gives for a grey channel.</summary>
/// <param name="Family">The family.</param>
/// <param name="Filter">Name of the switch it belongs to; the family's where it is always on.</param>
/// <param name="Name">Name without a channel prefix.</param>
/// <param name="Quantity">Which of the family's quantities it is, in the family's own numbering.</param>
/// <param name="Sigma">Scale, radius or what else the family says; 0 for maps of the unblurred image.</param>
/// <param name="Second">A second such number.</param>
internal sealed record FilterMap(MapFamily Family, string Filter, string Name, int Quantity = 0, double Sigma = 0, double Second = 0)
{
    /// <summary>A number as it stands in a name: six digits at most.</summary>
    internal static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
