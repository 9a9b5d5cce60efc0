namespace NDSeg.IO.Rois.Shapes;

/// <summary>Something drawn in an image.</summary>
internal abstract record RoiShape
{
    /// <summary>Paints the pixels of the shape.</summary>
    /// <param name="mask">The slice.</param>
    /// <param name="index">Class index.</param>
    /// <param name="cancellation">Ends long work early.</param>
    public abstract void Paint(RoiMask mask, ushort index, CancellationToken cancellation);
}
