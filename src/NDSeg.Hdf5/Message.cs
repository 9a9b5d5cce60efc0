namespace NDSeg.Hdf5;

/// <summary>One message of an object header.</summary>
/// <param name="Type">Message type, see <see cref="MessageType"/>.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct Message(int Type, ReadOnlyMemory<byte> Body);
