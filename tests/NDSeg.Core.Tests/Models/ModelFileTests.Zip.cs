using System.Buffers.Binary;
using Xunit;

namespace NDSeg.Core.Tests.Models;

/// <content>What a model file says about the system it was made on.</content>
public sealed partial class ModelFileTests
{
    [Fact]
    public void Every_entry_says_Unix_and_a_readable_file_whatever_system_wrote_it()
    {
        byte[] zip = Bytes(Forest());
        int at = BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));
        for (int i = 0; i < 2; i++)
        {
            Span<byte> entry = zip.AsSpan(at);
            Assert.Equal(0x02014B50u, BinaryPrimitives.ReadUInt32LittleEndian(entry));
            Assert.Equal(3, entry[5]);
            Assert.Equal(0x81A40000u, BinaryPrimitives.ReadUInt32LittleEndian(entry[38..]));
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }
    }
}
