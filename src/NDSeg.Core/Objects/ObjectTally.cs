namespace NDSeg.Objects;

/// <summary>What is known of an object so far; the tallies of two parts that meet are added up.</summary>
internal struct ObjectTally
{
    public int Label;
    public long Pixels;

    // Exact whatever the order of adding: 64 bits do not hold the sum of columns of a large volume.
    public Int128 SumX;
    public Int128 SumY;
    public Int128 SumZ;
    public int FirstColumn;
    public int EndColumn;
    public int FirstRow;
    public int EndRow;
    public int FirstSlice;
    public int EndSlice;
    public bool ReachesEdge;

    // The first pixel in reading order; it lies in the first slice.
    public int StartRow;
    public int StartColumn;

    /// <summary>The tally of one run of pixels.</summary>
    public static ObjectTally OfRun(int label, int slice, int row, int start, int end, bool reachesEdge)
    {
        long length = end - start;
        return new ObjectTally
        {
            Label = label,
            Pixels = length,
            SumX = length * (start + (long)end - 1) / 2,
            SumY = length * row,
            SumZ = length * slice,
            FirstColumn = start,
            EndColumn = end,
            FirstRow = row,
            EndRow = row + 1,
            FirstSlice = slice,
            EndSlice = slice + 1,
            ReachesEdge = reachesEdge,
            StartRow = row,
            StartColumn = start,
        };
    }

    /// <summary>Adds another part of the same object.</summary>
    public void Add(in ObjectTally other)
    {
        if ((other.FirstSlice, other.StartRow, other.StartColumn).CompareTo((FirstSlice, StartRow, StartColumn)) < 0)
        {
            (StartRow, StartColumn) = (other.StartRow, other.StartColumn);
        }

        Pixels += other.Pixels;
        SumX += other.SumX;
        SumY += other.SumY;
        SumZ += other.SumZ;
        FirstColumn = Math.Min(FirstColumn, other.FirstColumn);
        EndColumn = Math.Max(EndColumn, other.EndColumn);
        FirstRow = Math.Min(FirstRow, other.FirstRow);
        EndRow = Math.Max(EndRow, other.EndRow);
        FirstSlice = Math.Min(FirstSlice, other.FirstSlice);
        EndSlice = Math.Max(EndSlice, other.EndSlice);
        ReachesEdge |= other.ReachesEdge;
    }
}
