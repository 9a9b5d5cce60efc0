namespace NDSeg.IO.Hdf;

/// <summary>One step between stored bytes and elements.</summary>
/// <param name="Id">Registered number.</param>
/// <param name="Values">Its parameters.</param>
internal sealed record HdfFilter(int Id, uint[] Values);
