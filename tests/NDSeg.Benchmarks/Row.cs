namespace NDSeg.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Step">What was done.</param>
/// <param name="Ours">Seconds of every run.</param>
/// <param name="Peer">Seconds of the peer's runs, paired with ours; empty when there is no peer.</param>
/// <param name="Agreement">What the labels were compared to, and how many agree.</param>
internal sealed record Row(string Step, IReadOnlyList<double> Ours, IReadOnlyList<double> Peer, string Agreement = "")
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The step as a line of a Markdown table; the ratio is the median of the pairwise ratios.</summary>
    public override string ToString()
    {
        string peer = Peer.Count == 0 ? "" : $"{1e3 * Median(Peer):F0} ms";
        string ratio = Peer.Count == 0 ? "" : $"{Median(Ours.Zip(Peer, (o, p) => p / o)):F1} x";
        string spread = $"{1e3 * Ours.Min():F1} to {1e3 * Ours.Max():F1}";
        return $"| {Step} | {1e3 * Median(Ours):F1} ms | {spread} | {peer} | {ratio} | {Agreement} |";
    }
}
