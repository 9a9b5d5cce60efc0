using NDSeg.IO.Hdf5;
using Xunit;

namespace NDSeg.IO.Tests;

public sealed class FullDiskTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2000)]
    [InlineData(300_000)]
    [InlineData(1_500_000)]
    public void HDF5_says_that_the_disk_is_full(int room)
    {
        var noise = new byte[1 << 18];
        new Random(1).NextBytes(noise);
        IOException error = Assert.Throws<IOException>(() =>
        {
            using var stream = new FullStream(room);
            using var output = new Hdf5Output<byte>(stream, "labels", [8, 512, 512], new Dictionary<string, object>());
            for (int slice = 0; slice < 8; slice++)
            {
                output.WriteSlice(slice, (row, rows, target) => noise.AsSpan(row * 512, rows * 512).CopyTo(target), CancellationToken.None);
            }
        });
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
    }

    private sealed class FullStream(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            Require(count);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Require(buffer.Length);
            base.Write(buffer);
        }

        public override void WriteByte(byte value)
        {
            Require(1);
            base.WriteByte(value);
        }

        private void Require(int count)
        {
            if (Position + count > room)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
