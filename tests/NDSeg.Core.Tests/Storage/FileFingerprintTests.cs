using System.Text;
using NDSeg.Storage;
using Xunit;

namespace NDSeg.Core.Tests.Storage;

public sealed class FileFingerprintTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-hash-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Hash_of_a_known_text()
    {
        // FIPS 180-2, appendix B.1.
        string path = Path.Combine(folder, "abc.txt");
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes("abc"));
        Assert.Equal(new FileFingerprint("image", "abc.txt", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), FileFingerprint.Of(path, "image"));
        Assert.Equal("abc.txt[4]", FileFingerprint.Of(path, "image", "abc.txt[4]").Name);
    }

    [Fact]
    public void Hash_of_a_million_letters()
    {
        // FIPS 180-2, appendix B.3: several buffers long.
        string path = Path.Combine(folder, "a.txt");
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)'a', 1_000_000)]);
        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", FileFingerprint.Of(path, "labels").Sha256);
    }

    [Fact]
    public void Missing_file_and_folder_are_errors()
    {
        Assert.Equal("FileNotFound", Assert.Throws<SegException>(() => FileFingerprint.Of(Path.Combine(folder, "x", "y"), "image")).Id);
        Assert.Equal("FileNotReadable", Assert.Throws<SegException>(() => FileFingerprint.Of(folder, "image")).Id);
    }

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        string path = Path.Combine(folder, "abc.txt");
        File.WriteAllBytes(path, new byte[10]);
        Assert.Throws<OperationCanceledException>(() => FileFingerprint.Of(path, "image", null, new CancellationToken(true)));
    }
}
