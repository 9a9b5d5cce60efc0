using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace NDSeg.Storage;

/// <summary>
/// The bytes of a file that was opened for reading, by their hash. It is taken through the handle the file is read through, so
/// that a file which takes the name meanwhile changes nothing; a file changed in place is noticed. Safe to use from several threads.
/// </summary>
public sealed class FileContent : IContent
{
    // Files up to this size are hashed beside their reading and let go; of larger ones, which few runs hash, the handle is kept.
    private const long MostAtOnce = 1 << 26;
    private const int BufferSize = 1 << 17;

    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly long length;
    private readonly DateTime written;
    private readonly Lock gate = new();
    private Task<string>? hash;
    private bool closed;
    private bool changed;

    /// <summary>Takes over the handle of a file that has just been opened.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="handle">Handle for reading; closed by <see cref="Close"/>, or when it has served for the hash.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    public FileContent(string path, SafeFileHandle handle)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(handle);
        this.path = path;
        this.handle = handle;
        length = RandomAccess.GetLength(handle);
        written = File.GetLastWriteTimeUtc(handle);
    }

    /// <inheritdoc/>
    /// <remarks>A file of usual size is hashed from now on, beside.</remarks>
    public void Read()
    {
        if (length <= MostAtOnce)
        {
            _ = Start();
        }
    }

    /// <inheritdoc/>
    public string Sha256(CancellationToken cancellation = default)
    {
        try
        {
            Task<string> work = Start();
            work.Wait(cancellation);
            string result = work.Result;
            lock (gate)
            {
                return changed
                    ? throw new SegException("InputChanged", SegErrorKind.InvalidState, $"Expected '{path}' to stay as it was when it was opened, found it changed meanwhile.", "Read it again.")
                    : result;
            }
        }
        catch (AggregateException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new SegException("FileNotReadable", SegErrorKind.Access, $"Expected to be able to read '{path}': {e.InnerException.Message}", cause: e.InnerException);
        }
    }

    /// <summary>Says that no more is read.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            Check();
            closed = true;
            if (hash is null ? length <= MostAtOnce : hash.IsCompleted)
            {
                handle.Dispose();
            }
        }
    }

    /// <summary>The file.</summary>
    public override string ToString() => path;

    private Task<string> Start()
    {
        lock (gate)
        {
            return hash ??= Task.Run(Compute);
        }
    }

    private string Compute()
    {
        try
        {
            using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[Math.Clamp(length, 1, BufferSize)];
            long at = 0;
            for (int read; (read = RandomAccess.Read(handle, buffer, at)) > 0; at += read)
            {
                sum.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(sum.GetHashAndReset());
        }
        finally
        {
            lock (gate)
            {
                Check();
                if (closed)
                {
                    handle.Dispose();
                }
            }
        }
    }

    private void Check() => changed |= handle.IsClosed || RandomAccess.GetLength(handle) != length || File.GetLastWriteTimeUtc(handle) != written;
}
