using NDSeg.Images;
using Xunit;

namespace NDSeg.IO.Tests;

/// <summary>Measures the memory of the whole process, so nothing else may run beside it.</summary>
[Collection("Alone")]
public class MemoryTests
{
    [Fact]
    public void Memory_does_not_grow_with_the_number_of_slices()
    {
        // Live memory while 60 slices of 1 MB pass through, written, joined and read again.
        const int slices = 60;
        using var folder = new TemporaryFolder();
        string path = folder["m.tif"];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using (var writer = new LabelVolumeWriter(path))
        {
            for (int z = 0; z < slices; z++)
            {
                writer.Append(LabelWriterTests.Make(1000, 1000, [1, 2, 3], z));
            }

            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
            writer.Complete();
        }

        int count = 0;
        foreach (SegLabels slice in LabelReader.ReadAll(path))
        {
            count++;
            if (count % 20 == 0)
            {
                Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
            }

            GC.KeepAlive(slice);
        }

        Assert.Equal(slices, count);
    }
}

[CollectionDefinition("Alone", DisableParallelization = true)]
public class Alone;
