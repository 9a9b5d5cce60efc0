using System.Globalization;
using NDSeg.IO.Files;
using NDSeg.IO.Zarr.Metadata;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>
/// The chunks of Z x H x W samples, or of H x W, at all levels, in the folder that is to become a Zarr group: one file per slice and block,
/// <c>&lt;level&gt;/c/&lt;z&gt;/&lt;row&gt;/&lt;column&gt;</c> (Zarr 2 has no <c>c</c>), a Zstandard frame with its checksum, or one per slice, a shard of such frames. A file with its final name is whole, so that processes which write
/// different slices need not know of each other.
/// </summary>
/// <param name="folder">The group's folder.</param>
/// <param name="scratch">A folder in the same file system for files that are not finished.</param>
/// <param name="levels">Resolutions, the full one first.</param>
/// <param name="bytes">Bytes of a sample.</param>
/// <param name="placeOf">Numbers of a slice along the axes before rows and columns, as they stand in names; null for the number of the slice.</param>
/// <param name="edition">How arrays are laid out; null for the newest.</param>
internal sealed class ChunkTree(string folder, string scratch, IReadOnlyList<PyramidLevel> levels, int bytes, Func<int, string>? placeOf = null, OmeEdition? edition = null)
{
    private readonly string chunkFolder = (edition ?? OmeEdition.Newest).ChunkFolder;

    public IReadOnlyList<PyramidLevel> Levels => levels;

    /// <summary>Refuses slices that one array of bytes cannot hold.</summary>
    /// <exception cref="SegException">UnsupportedImage.</exception>
    public static void RequireSize(int height, int width, int bytes, string target)
    {
        if ((Int128)height * width * bytes > Array.MaxLength)
        {
            throw new SegException("UnsupportedImage", SegErrorKind.NotSupported, $"Expected slices of at most {Array.MaxLength} bytes for '{target}', found {height} x {width} samples of {bytes} bytes.", "Write a TIFF or HDF5 file.");
        }
    }

    /// <summary>Writes one slice at every level; full resolution last, and of it the last block last.</summary>
    /// <param name="slice">0-based.</param>
    /// <param name="samples">H x W samples, little-endian.</param>
    public void Write(int slice, byte[] samples)
    {
        List<(string Path, byte[] File)[]> files = [];
        byte[] current = samples;
        foreach (PyramidLevel level in Levels)
        {
            if (level.Number > 0)
            {
                PyramidLevel finer = Levels[level.Number - 1];
                current = LabelReduction.Halve(current, finer.Height, finer.Width, bytes);
            }

            files.Add(Encode(slice, level, current));
        }

        foreach ((string path, byte[] file) in files.AsEnumerable().Reverse().SelectMany(f => f))
        {
            Put(path, file);
        }
    }

    /// <summary>Removes a slice.</summary>
    public void Delete(int slice)
    {
        foreach (string path in Levels.SelectMany(level => Paths(slice, level)).Where(File.Exists))
        {
            File.Delete(path);
        }
    }

    /// <summary>The files of a slice at every level, whether they are there or not.</summary>
    public IReadOnlyList<string> Files(int slice) => [.. Levels.SelectMany(level => Paths(slice, level))];

    /// <summary>Whether a slice is there and all its chunks are whole.</summary>
    public bool IsWhole(int slice)
        => Levels.All(level => Frames(slice, level) is { } frames && frames.All(frame => Zstandard.Inflate(frame, level.ChunkHeight * level.ChunkWidth * bytes) is not null));

    /// <summary>The samples of a slice at full resolution, or null where it is not whole.</summary>
    public byte[]? Read(int slice)
    {
        PyramidLevel level = Levels[0];
        if (Frames(slice, level) is not { } frames)
        {
            return null;
        }

        var samples = new byte[checked(level.Height * level.Width * bytes)];
        for (int block = 0; block < frames.Length; block++)
        {
            if (Zstandard.Inflate(frames[block], level.ChunkHeight * level.ChunkWidth * bytes) is not { } chunk)
            {
                return null;
            }

            Copy(level, block, (row, column, count, at) => chunk.AsSpan(at, count).CopyTo(samples.AsSpan(((row * level.Width) + column) * bytes)));
        }

        return samples;
    }

    /// <summary>The slices of which something is there, in ascending order.</summary>
    public IEnumerable<int> Slices()
    {
        string level = Path.Combine(folder, "0", chunkFolder);
        return Directory.Exists(level)
            ? Directory.EnumerateDirectories(level).Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out int slice) ? slice : -1).Where(s => s >= 0).Order()
            : [];
    }

    private IEnumerable<string> Paths(int slice, PyramidLevel level)
        => Enumerable.Range(0, level.IsSharded ? 1 : level.ChunkRows * level.ChunkColumns).Select(block => Path.Combine(
            folder,
            Name(level.Number),
            Path.Combine(chunkFolder, placeOf is null ? Name(slice) : placeOf(slice)),
            Name(block / level.ChunkColumns),
            Name(block % level.ChunkColumns)));

    private (string Path, byte[] File)[] Encode(int slice, PyramidLevel level, byte[] samples)
    {
        var frames = new byte[level.ChunkRows * level.ChunkColumns][];
        Parallel.For(0, frames.Length, block =>
        {
            var chunk = new byte[level.ChunkHeight * level.ChunkWidth * bytes];
            Copy(level, block, (row, column, count, at) => samples.AsSpan(((row * level.Width) + column) * bytes, count).CopyTo(chunk.AsSpan(at)));
            frames[block] = Zstandard.Compress(chunk);
        });
        return level.IsSharded ? [(Paths(slice, level).Single(), ShardFile.Join(frames))] : [.. Paths(slice, level).Zip(frames)];
    }

    /// <summary>The chunks of a slice as stored; null where one is missing.</summary>
    private byte[][]? Frames(int slice, PyramidLevel level)
    {
        string[] paths = [.. Paths(slice, level)];
        if (!paths.All(File.Exists))
        {
            return null;
        }

        return level.IsSharded ? ShardFile.Split(File.ReadAllBytes(paths[0]), level.ChunkRows * level.ChunkColumns) : [.. paths.Select(File.ReadAllBytes)];
    }

    /// <summary>Goes through the rows of a block: row, column, bytes, and where they stand in the chunk.</summary>
    private void Copy(PyramidLevel level, int block, Action<int, int, int, int> copy)
    {
        int row = block / level.ChunkColumns * level.ChunkHeight;
        int column = block % level.ChunkColumns * level.ChunkWidth;
        int count = Math.Min(level.ChunkWidth, level.Width - column) * bytes;
        for (int y = 0; y < Math.Min(level.ChunkHeight, level.Height - row); y++)
        {
            copy(row + y, column, count, y * level.ChunkWidth * bytes);
        }
    }

    private void Put(string path, byte[] file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(scratch);
        string unfinished = Path.Combine(scratch, Guid.NewGuid().ToString("N"));
        using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            // A name that survives a power failure must not outlive what it names.
            stream.Write(file);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
