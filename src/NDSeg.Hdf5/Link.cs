namespace NDSeg.Hdf5;

/// <summary>A name in a group.</summary>
/// <param name="Name">Name of the member.</param>
/// <param name="Address">Object header, or <see cref="AddressSpace.Undefined"/> for links that are not hard.</param>
/// <param name="Target">Path a soft link points to, or an external link in its file; null for others.</param>
/// <param name="File">File an external link points into, or null.</param>
internal sealed record Link(string Name, long Address, string? Target = null, string? File = null);
