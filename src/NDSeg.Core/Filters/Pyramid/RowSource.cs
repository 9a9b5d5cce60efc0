namespace NDSeg.Filters.Pyramid;

/// <summary>Rows that another node reads.</summary>
/// <param name="Node">The node.</param>
/// <param name="Address">Where a plane of a row starts; the strip's first column.</param>
/// <param name="Stride">Elements from a plane to the next.</param>
internal sealed record RowSource(RowNode Node, Func<int, int, nint> Address, Func<int> Stride)
{
    /// <summary>Elements from a plane to the next.</summary>
    internal int PlaneStride => Stride();

    /// <summary>The rows of a node.</summary>
    internal static unsafe RowSource Of(RowNode node) => node switch
    {
        GreyRows grey => new RowSource(node, (y, _) => (nint)grey.Row(y), () => 0),
        SlopeRows slopes => new RowSource(node, (y, _) => (nint)slopes.Row(y), () => slopes.PlaneStride),
        BlurRows blur => new RowSource(node, (y, plane) => (nint)blur.Row(y, plane), () => 0),
        MeanRows means => new RowSource(node, (y, plane) => (nint)means.Row(y, plane), () => 0),
        _ => throw new ArgumentException("Rows that no other node reads.", nameof(node)),
    };

    /// <summary>Where a plane of a row starts.</summary>
    internal nint Row(int y, int plane) => Address(y, plane);
}
