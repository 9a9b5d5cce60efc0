namespace NDSeg.Hdf5;

/// <summary>One step between stored bytes and elements.</summary>
/// <param name="Id">Registered number.</param>
/// <param name="Values">Its parameters.</param>
internal sealed record Filter(int Id, uint[] Values);
