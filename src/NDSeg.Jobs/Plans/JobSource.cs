namespace NDSeg.Jobs.Plans;

/// <summary>A file that an input draws on, such as one that a virtual dataset names.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Stamp">Size, time and hashes at the time of planning.</param>
internal sealed record JobSource(string Path, FileStamp Stamp)
{
    /// <summary>
    /// Refuses a file that is no longer the one that was planned with. With size and time as planned it is not opened: an input may draw on
    /// thousands.
    /// </summary>
    /// <param name="cancellation">Ends the hashing early.</param>
    /// <exception cref="SegException">InputChanged; FileNotFound; FileNotReadable.</exception>
    public void Require(CancellationToken cancellation)
    {
        if (!Stamp.LooksLike(Path))
        {
            Stamp.Require(Path, cancellation);
        }
    }
}
