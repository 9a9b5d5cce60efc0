using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.IO.Formats;
using NDSeg.IO;
using NDSeg.TestData;
using NDSeg.Training;
using Xunit;

namespace NDSeg.Core.Tests.Cpu;

public class BatteryTableTests
{
    /// <summary>
    /// Bit for bit, not within a tolerance: gradient boosting on few samples turns a last digit of a map into other trees,
    /// and the published label map can only be met with the published table.
    /// </summary>
    [SharedFact]
    public void Training_table_equals_the_published_one_bit_for_bit()
    {
        SegImage image = ImageReader.Read(SharedData.PathOf("data/battery/Battery_21700.tif"), ImageReadOptions.Default).Single();
        SegLabels labels = LabelReader.Read(SharedData.PathOf("data/battery/Battery_21700_labels.tif"), LabelReadOptions.Default);
        float[] expected = NpzFile.Read(SharedData.PathOf("reference/battery_training.npz"))["X"].ToFloats();

        SegTrainingData table = new CpuEngine().Sample(image, FeatureConfig.Default, [], labels, RunOptions.Default);

        Assert.Equal(974, table.SampleCount);
        var differing = new SortedDictionary<string, int>();
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(table.Values[i]) && expected[i] != table.Values[i])
            {
                string name = table.Names[i % table.FeatureCount];
                differing[name] = differing.GetValueOrDefault(name) + 1;
            }
        }

        Assert.Empty(differing);
    }
}
