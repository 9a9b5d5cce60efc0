namespace NDSeg.Objects;

/// <summary>What a connectivity means for runs of pixels in neighbouring rows.</summary>
internal static class ConnectivityReach
{
    /// <summary>By how many columns runs may miss each other and still be neighbours; -1 where the rows are no neighbours.</summary>
    /// <param name="connectivity">Which neighbours belong together.</param>
    /// <param name="slices">Slices from one row to the other: 0 or 1.</param>
    /// <param name="rows">Rows from one to the other: -1, 0 or 1.</param>
    public static int Reach(this ObjectConnectivity connectivity, int slices, int rows)
    {
        // A neighbour differs in at most so many of its three places.
        int most = connectivity switch { ObjectConnectivity.Face => 1, ObjectConnectivity.Edge => 2, _ => 3 };
        int left = most - slices - Math.Abs(rows);
        return Math.Clamp(left, -1, 1);
    }
}
