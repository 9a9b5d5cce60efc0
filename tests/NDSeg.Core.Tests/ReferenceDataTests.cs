using NDSeg.TestData;
using Xunit;

namespace NDSeg.Core.Tests;

public class ReferenceDataTests
{
    [SharedFact]
    public void Training_table_of_the_battery_slice_has_the_published_shape()
    {
        IReadOnlyDictionary<string, NpzArray> arrays = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"));
        Assert.Equal([974, 58], arrays["X"].Shape);
        Assert.Equal(974, arrays["y"].Length);
    }
}
