using System.Reflection;
using PureHDF.Filters;
using PureHDF.Selections;
using PureHDF.VOL.Native;
using PureHDF;

namespace NDSeg.IO.Hdf5;

/// <summary>Writes one chunked, deflated dataset slice by slice with memory for one chunk.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class Hdf5Output<T> : IDisposable
    where T : unmanaged
{
    private const int ChunkBytes = 1 << 18;

    private readonly H5Dataset<T[]> dataset;
    private readonly H5NativeWriter writer;
    private readonly ulong[] shape;
    private readonly int rowsPerChunk;
    private bool failed;

    /// <param name="stream">Empty, seekable stream.</param>
    /// <param name="name">Name of the dataset.</param>
    /// <param name="shape">Z x C x H x W, Z x H x W or H x W.</param>
    /// <param name="attributes">Text attributes of the dataset.</param>
    public Hdf5Output(Stream stream, string name, ulong[] shape, IReadOnlyDictionary<string, object> attributes)
    {
        this.shape = shape;
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        ulong width = shape[^1];
        rowsPerChunk = (int)Math.Clamp((ulong)ChunkBytes / (width * (ulong)size), 1, shape[^2]);
        uint[] chunk = [.. Enumerable.Repeat(1u, shape.Length - 2), (uint)rowsPerChunk, checked((uint)width)];
        var filters = new List<H5Filter> { new(ShuffleFilter.Id), new(DeflateFilter.Id, new Dictionary<string, object> { [DeflateFilter.COMPRESSION_LEVEL] = 1 }) };
        if (size == 1)
        {
            filters.RemoveAt(0);
        }

        dataset = new H5Dataset<T[]>(shape, chunk, new H5DatasetCreation(new OneChunkCache(), filters));
        foreach ((string key, object value) in attributes)
        {
            dataset.Attributes[key] = value;
        }

        var file = new H5File();
        H5Group group = file;
        string[] parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (string part in parts[..^1])
        {
            var inner = new H5Group();
            group[part] = inner;
            group = inner;
        }

        group[parts[^1]] = dataset;
        writer = Unwrapped(() => file.BeginWrite(stream));
    }

    /// <summary>Writes the rows of one slice, chunk by chunk.</summary>
    /// <param name="slice">Number of the slice, or of the plane where slices have several; ignored for a dataset of one slice.</param>
    /// <param name="rows">Fills a buffer with rows: first row, number of rows.</param>
    /// <param name="cancellation">Checked before every chunk.</param>
    public void WriteSlice(int slice, Action<int, int, T[]> rows, CancellationToken cancellation)
    {
        int height = (int)shape[^2];
        int width = (int)shape[^1];
        for (int row = 0; row < height; row += rowsPerChunk)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(rowsPerChunk, height - row);
            var buffer = new T[count * width];
            rows(row, count, buffer);
            ulong[] start = [.. Place(slice), (ulong)row, 0];
            ulong[] block = [.. Enumerable.Repeat(1ul, shape.Length - 2), (ulong)count, (ulong)width];
            Unwrapped(() =>
            {
                writer.Write(dataset, buffer, fileSelection: new HyperslabSelection(shape.Length, start, block));
                return true;
            });
        }
    }

    /// <summary>A running number as a place on the axes before rows and columns.</summary>
    private ulong[] Place(int number)
    {
        var place = new ulong[shape.Length - 2];
        ulong rest = (ulong)number;
        for (int axis = place.Length - 1; axis >= 0; axis--)
        {
            place[axis] = rest % shape[axis];
            rest /= shape[axis];
        }

        return place;
    }

    /// <summary>Closes the file. After a failure nothing more is written: what could still be said would hide why it failed.</summary>
    public void Dispose()
    {
        if (!failed)
        {
            Unwrapped(() =>
            {
                writer.Dispose();
                return true;
            });
        }
    }

    /// <summary>The library calls itself by reflection, which hides what went wrong with the disk.</summary>
    private TResult Unwrapped<TResult>(Func<TResult> write)
    {
        bool done = false;
        try
        {
            TResult result = write();
            done = true;
            return result;
        }
        catch (TargetInvocationException e)
        {
            for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            {
                if (inner is IOException)
                {
                    throw new IOException(inner.Message, e);
                }
            }

            throw;
        }
        finally
        {
            failed |= !done;
        }
    }

    /// <summary>Chunks are filled one after the other, so the last one is all there is to keep; the library's own cache keeps every chunk.</summary>
    private sealed class OneChunkCache : IWritingChunkCache
    {
        private ulong index;
        private Memory<byte> chunk;
        private Action<ulong, Memory<byte>>? write;

        public Memory<byte> GetChunk(ulong chunkIndex, Func<Memory<byte>> chunkAllocator, Action<ulong, Memory<byte>> chunkWriter)
        {
            if (write is not null && index != chunkIndex)
            {
                write(index, chunk);
                write = null;
            }

            if (write is null)
            {
                chunk = chunkAllocator();
                index = chunkIndex;
                write = chunkWriter;
            }

            return chunk;
        }

        public void Flush(Action<ulong, Memory<byte>> chunkWriter)
        {
            // The action given with the chunk knows its place; the one given here may belong to another.
            write?.Invoke(index, chunk);
            write = null;
        }
    }
}
