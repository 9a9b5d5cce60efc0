using NDSeg.Storage;

namespace NDSeg.Jobs.Plans;

/// <summary>The bytes of an input by the hash that the plan wrote down: nobody reads the file once more for it.</summary>
/// <param name="sha256">Lower-case hexadecimal SHA-256; null where the job was planned without.</param>
internal sealed class PlannedContent(string? sha256) : IContent
{
    /// <inheritdoc/>
    public void Read()
    {
    }

    /// <summary>The hash; empty where the job was planned without.</summary>
    public string Sha256(CancellationToken cancellation = default) => sha256 ?? string.Empty;
}
