namespace NDSeg.Storage;

/// <summary>
/// The other files an input draws on, such as those a virtual dataset refers to, by their hashes. They are hashed when that is first
/// asked for, once. Safe to use from several threads.
/// </summary>
/// <param name="names">The names as they stand in the input, in order.</param>
/// <param name="find">The full path of a name; null where there is no such file.</param>
public sealed class FileParts(IReadOnlyList<string> names, Func<string, string?> find)
{
    private readonly Lock gate = new();
    private IReadOnlyList<FileFingerprint>? known;

    /// <summary>The full paths of the files, in order, each once; those that are not there are left out.</summary>
    public IReadOnlyList<string> Find() => [.. names.Select(find).OfType<string>().Distinct()];

    /// <summary>A name and a hash for every file; an empty hash for one that is not there.</summary>
    /// <param name="role">What the input is: <c>image</c>, <c>labels</c>, <c>extra</c>.</param>
    /// <param name="cancellation">Ends a long read early.</param>
    /// <exception cref="SegException">FileNotReadable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<FileFingerprint> Fingerprints(string role, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            known ??= [.. names.Select(name => find(name) is string path ? FileFingerprint.Of(path, role, name, cancellation) : new FileFingerprint(role, name, string.Empty))];
            return known.All(f => f.Role == role) ? known : [.. known.Select(f => new FileFingerprint(role, f.Name, f.Sha256))];
        }
    }

    /// <summary>The names.</summary>
    public override string ToString() => string.Join(", ", names);
}
