using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NDSeg.Cpu;
using NDSeg.Images;
using NDSeg.IO;
using NDSeg.Models;
using NDSeg.Phantoms;
using NDSeg.Segmentation;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Core.Tests.Models;

/// <summary>
/// Models and label maps that version 0.1.0 made of a phantom: they load, give the labels and probabilities they gave then,
/// and are written again as the same bytes.
/// </summary>
public class OlderModelTests
{
    private const string ImageHash = "da854dce3d6e477745f2048a5a000242ebe0ddb399e22102d95bb21937157e57";

    // SHA-256 of the probabilities, class by class.
    public static TheoryData<string, string, int, string> Models => new()
    {
        { "forest", "RandomForest", 6, "edfbaafa7a38fdac8fecec3718d36e6a048895d1eb6fcda4ce10491fad3f3b66" },
        { "xgboost", "XGBoost", 6, "8b8527416a8d5fde452965354e386096986c3387df92be5e054e8ba71e1f46f4" },
        { "xgboost-two", "XGBoost", 2, "2ab6a44b892a415e761ee3788805c9fb10e87228e2fe97530ccb4653ce678393" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_of_0_1_0_give_the_same_labels(string name, string algorithm, int classes, string probabilities)
    {
        SegImage image = Phantom.Create(96, 112, 5).Image;
        Assert.Equal(ImageHash, Convert.ToHexStringLower(SHA256.HashData(image.Samples<byte>(0))));
        SegModel model = ModelFile.Load(PathOf(name + ".ndseg"));
        Assert.Equal((algorithm, classes), (model.Algorithm, model.Classes.Count));

        SegSegmentation result = new CpuEngine().Apply(image, [], model, new PredictionRequest(Probabilities: true), RunOptions.Default);

        SegLabels expected = LabelReader.Read(PathOf(name + ".tif"), LabelReadOptions.Default);
        Assert.Equal(Values(expected), Values(result.Labels));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] plane in result.Probabilities!)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(plane));
        }

        Assert.Equal(probabilities, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData("forest", "forest.bin")]
    [InlineData("xgboost", "booster.json")]
    [InlineData("xgboost-two", "booster.json")]
    public void Models_of_0_1_0_are_written_again_as_they_were(string name, string payload)
    {
        byte[] file = File.ReadAllBytes(PathOf(name + ".ndseg"));
        using var memory = new MemoryStream();
        ModelFile.Write(memory, ModelFile.Load(PathOf(name + ".ndseg")));

        Assert.Equal(Entry(file, payload), Entry(memory.ToArray(), payload));

        // The version that writes is all that may differ.
        string version = typeof(SegModel).Assembly.GetName().Version!.ToString(3);
        string json = Encoding.UTF8.GetString(Entry(file, "model.json")).Replace("\"ndsegVersion\": \"0.1.0\"", $"\"ndsegVersion\": \"{version}\"", StringComparison.Ordinal);
        Assert.Equal(json, Encoding.UTF8.GetString(Entry(memory.ToArray(), "model.json")));
    }

    private static byte[] Entry(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using Stream stream = zip.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string PathOf(string file) => Path.Combine(SharedData.RepositoryRoot, "tests", "NDSeg.Core.Tests", "Fixtures", "0.1.0", file);

    // By value, as files hold them: a label file numbers its classes anew when one of them does not occur.
    private static long[] Values(SegLabels labels) => [.. labels.Bytes.ToArray().Select(b => b == 0 ? 0 : labels.Classes[b - 1].Value)];
}
