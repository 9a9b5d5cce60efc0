namespace NDSeg.IO.Hdf;

/// <summary>One message of an object header.</summary>
/// <param name="Type">Message type, see <see cref="HdfMessageType"/>.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct HdfMessage(int Type, ReadOnlyMemory<byte> Body);
