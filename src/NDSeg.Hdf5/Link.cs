namespace NDSeg.Hdf5;

/// <summary>A name in a group.</summary>
/// <param name="Name">Name of the member.</param>
/// <param name="Address">Object header, or <see cref="AddressSpace.Undefined"/> for links that are not hard.</param>
/// <param name="Target">Path a soft link points to, or null.</param>
/// <param name="IsExternal">Whether the member lives in another file.</param>
internal sealed record Link(string Name, long Address, string? Target = null, bool IsExternal = false);
