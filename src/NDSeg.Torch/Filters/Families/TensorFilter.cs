namespace NDSeg.Torch.Filters.Families;

/// <summary>The tensor twin of a family's step: computes the wanted maps of one family for one band after another.</summary>
internal abstract class TensorFilter : IDisposable
{
    /// <summary>Computes the wanted maps and stores each one. May be called from several threads.</summary>
    /// <param name="channel">The band with everything the family asked for.</param>
    public abstract void Compute(BandChannel channel);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives constants on the device back.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
