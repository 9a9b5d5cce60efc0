using System.Globalization;
using NDSeg.IO.Files;

namespace NDSeg.IO.Zarr.Writing;

/// <summary>
/// The chunks of Z x H x W samples, or of H x W, at all levels, in the folder that is to become a Zarr group: one file per slice and block,
/// <c>&lt;level&gt;/c/&lt;z&gt;/&lt;row&gt;/&lt;column&gt;</c>, a Zstandard frame with its checksum. A file with its final name is whole, so that processes which write
/// different slices need not know of each other.
/// </summary>
/// <param name="folder">The group's folder.</param>
/// <param name="scratch">A folder in the same file system for files that are not finished.</param>
/// <param name="levels">Resolutions, the full one first.</param>
/// <param name="bytes">Bytes of a sample.</param>
/// <param name="isFlat">Whether there is one slice without an axis of its own.</param>
internal sealed class ChunkTree(string folder, string scratch, IReadOnlyList<PyramidLevel> levels, int bytes, bool isFlat = false)
{
    public IReadOnlyList<PyramidLevel> Levels => levels;

    /// <summary>Writes one slice at every level; full resolution last, and of it the last block last.</summary>
    /// <param name="slice">0-based.</param>
    /// <param name="samples">H x W samples, little-endian.</param>
    public void Write(int slice, byte[] samples)
    {
        List<(string Path, byte[] Frame)[]> files = [];
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

        foreach ((string path, byte[] frame) in files.AsEnumerable().Reverse().SelectMany(f => f))
        {
            Put(path, frame);
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

    /// <summary>Whether a slice is there and all its frames are whole.</summary>
    public bool IsWhole(int slice)
        => Levels.SelectMany(level => Paths(slice, level).Select(path => (Path: path, Length: level.ChunkHeight * level.ChunkWidth * bytes)))
            .All(file => File.Exists(file.Path) && Zstandard.Inflate(File.ReadAllBytes(file.Path), file.Length) is not null);

    /// <summary>The samples of a slice at full resolution, or null where it is not whole.</summary>
    public byte[]? Read(int slice)
    {
        PyramidLevel level = Levels[0];
        var samples = new byte[checked(level.Height * level.Width * bytes)];
        foreach ((string path, int block) in Paths(slice, level).Select((path, block) => (path, block)))
        {
            byte[]? chunk = File.Exists(path) ? Zstandard.Inflate(File.ReadAllBytes(path), level.ChunkHeight * level.ChunkWidth * bytes) : null;
            if (chunk is null)
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
        string level = Path.Combine(folder, "0", "c");
        return Directory.Exists(level)
            ? Directory.EnumerateDirectories(level).Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out int slice) ? slice : -1).Where(s => s >= 0).Order()
            : [];
    }

    private IEnumerable<string> Paths(int slice, PyramidLevel level)
        => Enumerable.Range(0, level.ChunkRows * level.ChunkColumns).Select(block => Path.Combine(
            folder,
            Name(level.Number),
            isFlat ? "c" : Path.Combine("c", Name(slice)),
            Name(block / level.ChunkColumns),
            Name(block % level.ChunkColumns)));

    private (string Path, byte[] Frame)[] Encode(int slice, PyramidLevel level, byte[] samples)
    {
        string[] paths = [.. Paths(slice, level)];
        var frames = new (string, byte[])[paths.Length];
        Parallel.For(0, paths.Length, block =>
        {
            var chunk = new byte[level.ChunkHeight * level.ChunkWidth * bytes];
            Copy(level, block, (row, column, count, at) => samples.AsSpan(((row * level.Width) + column) * bytes, count).CopyTo(chunk.AsSpan(at)));
            frames[block] = (paths[block], Zstandard.Compress(chunk));
        });
        return frames;
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

    private void Put(string path, byte[] frame)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(scratch);
        string unfinished = Path.Combine(scratch, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(unfinished, frame);
        File.Move(unfinished, path, overwrite: true);
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
