using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using NDSeg.Models;
using NDSeg.TestData;
using NDSeg.Training;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Models;

public sealed partial class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ndseg-model-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Forest_survives_the_round_trip_with_everything_it_knows()
    {
        SegModel model = Forest();
        byte[] file = Bytes(model);
        SegModel read = ModelFile.Read(new MemoryStream(file));
        Assert.Equal(model.Parameters, read.Parameters);
        Assert.Equal(model.Config, read.Config);
        Assert.Equal(model.FeatureNames, read.FeatureNames);
        Assert.Equal(model.Classes, read.Classes);
        TrainedState a = model.State!;
        TrainedState b = read.State!;
        Assert.Equal(a.Encoding, b.Encoding);
        Assert.Equal(a.Importance, b.Importance);
        Assert.Equal(a.Plan.Channels, b.Plan.Channels);
        Assert.Equal(a.Summary.SampleCount, b.Summary.SampleCount);
        Assert.Equal(a.Summary.SamplesPerClass, b.Summary.SamplesPerClass);
        Assert.Equal(a.Summary.ClassWeights, b.Summary.ClassWeights);
        Assert.Equal(a.Summary.TrainingAccuracy, b.Summary.TrainingAccuracy);
        Assert.Equal(a.Summary.OutOfBagAccuracy, b.Summary.OutOfBagAccuracy);
        Assert.Equal(a.Summary.Files, b.Summary.Files);
        Assert.Equal(a.Summary.Warnings, b.Summary.Warnings);
        Assert.NotEmpty(b.Summary.Warnings);
        Assert.Equal(ForestBinary.Write(a.Ensemble), ForestBinary.Write(b.Ensemble));
        Assert.Equal(file, Bytes(read));
    }

    [Fact]
    public void Same_training_gives_the_same_file_byte_for_byte()
    {
        byte[] first = Bytes(Forest());
        Thread.Sleep(2100); // Zip times have a step of two seconds.
        Assert.Equal(first, Bytes(Forest()));
    }

    [SharedFact]
    public void Booster_keeps_the_bytes_of_the_library()
    {
        byte[] json = File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json"));
        SegModel model = Booster(json);
        string path = Path.Combine(folder, "battery.ndseg");
        ModelFile.Save(path, model, overwrite: false);
        SegModel read = ModelFile.Load(path);
        Assert.Equal(json, read.State!.LibraryModel);
        Assert.Equal(600, read.State.Ensemble.Trees.Length);
        Assert.Null(read.State.Summary.OutOfBagAccuracy);
        using ZipArchive zip = ZipFile.OpenRead(path);
        Assert.Equal(["model.json", "booster.json"], zip.Entries.Select(e => e.FullName));
        using var entry = new MemoryStream();
        using (Stream stream = zip.Entries[1].Open())
        {
            stream.CopyTo(entry);
        }

        Assert.Equal(json, entry.ToArray());
    }

    [Fact]
    public void Saving_obeys_overwrite_and_leaves_nothing_beside_the_file()
    {
        string path = Path.Combine(folder, "m.ndseg");
        ModelFile.Save(path, Forest(), overwrite: false);
        Assert.Equal("TargetExists", Assert.Throws<SegException>(() => ModelFile.Save(path, Forest(), overwrite: false)).Id);
        ModelFile.Save(path, Forest(), overwrite: true);
        Assert.Equal([path], Directory.GetFiles(folder));
        var untrained = new SegModel(new ModelParameters());
        Assert.Equal("ModelNotTrained", Assert.Throws<SegException>(() => ModelFile.Save(path, untrained, overwrite: true)).Id);
        Assert.Equal("FileNotFound", Assert.Throws<SegException>(() => ModelFile.Load(path + "x")).Id);
    }

    [Fact]
    public void Newer_format_is_refused_by_name()
    {
        byte[] file = Edited(json => (json["formatVersion"], json["ndsegVersion"]) = (2, "9.1.0"));
        var error = Assert.Throws<SegException>(() => ModelFile.Read(new MemoryStream(file)));
        Assert.Equal("NewerModelFormat", error.Id);
        Assert.Contains("NDSeg 9.1.0", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<JsonNode>> Damages() => new()
    {
        { "format", j => j["format"] = "other" },
        { "no version", j => j.AsObject().Remove("formatVersion") },
        { "version 0", j => j["formatVersion"] = 0 },
        { "algorithm", j => j["algorithm"] = "1" },
        { "wrong algorithm", j => j["algorithm"] = "XGBoost" },
        { "depth", j => j["parameters"]!["maxDepth"] = 0 },
        { "eta text", j => j["parameters"]!["eta"] = "0.3" },
        { "map name", j => j["features"]!["names"]![1] = "gradient_9" },
        { "map count", j => j["features"]!["names"]!.AsArray().RemoveAt(0) },
        { "many channels", j => j["features"]!["channels"] = int.MaxValue },
        { "many sigmas", j => j["features"]!["sigmas"] = new JsonArray([.. Enumerable.Range(1, 250).Select(i => (JsonNode)i)]) },
        { "sigma order", j => j["features"]!["sigmas"] = new JsonArray(4, 1) },
        { "range", j => j["features"]!["intensityRange"]!["low"] = 1e9 },
        { "class order", j => j["classes"]![0]!["index"] = 2 },
        { "class value twice", j => j["classes"]![0]!["value"] = j["classes"]![1]!["value"]!.GetValue<long>() },
        { "class missing", j => j["classes"]!.AsArray().RemoveAt(2) },
        { "colour", j => j["classes"]![0]!["color"] = "#12345" },
        { "importance", j => j["importance"]!.AsArray().RemoveAt(0) },
        { "importance range", j => j["importance"]![0] = 2 },
        { "samples", j => j["training"]!["samplesPerClass"]!.AsArray().RemoveAt(0) },
        { "accuracy", j => j["training"]!["trainingAccuracy"] = -1 },
        { "entry", j => j["ensemble"]!["entry"] = "../forest.bin" },
        { "length", j => j["ensemble"]!["length"] = 1 },
        { "hash", j => j["ensemble"]!["sha256"] = new string('0', 64) },
        { "no training", j => j.AsObject().Remove("training") },
        { "null classes", j => j["classes"] = null },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Contradictions_are_refused(string what, Action<JsonNode> damage)
    {
        byte[] file = Edited(damage);
        var error = Assert.Throws<SegException>(() => ModelFile.Read(new MemoryStream(file)));
        Assert.True(error.Id == "CorruptModel", $"{what}: {error.Id} {error.Message}");
    }

    [Fact]
    public void Unedited_rewrite_is_accepted() => Assert.True(ModelFile.Read(new MemoryStream(Edited(_ => { }))).IsTrained);

    [Fact]
    public void Zip_with_other_entries_than_its_two_is_refused()
    {
        (byte[] json, byte[] forest) = Entries(Bytes(Forest()));
        AssertCorrupt(Zip(("model.json", json)));
        AssertCorrupt(Zip(("forest.bin", forest)));
        AssertCorrupt(Zip(("model.json", json), ("model.json", json)));
        AssertCorrupt(Zip(("model.json", json), ("forest.bin", forest), ("forest.bin", forest)));
        AssertCorrupt(Zip(("model.json", json), ("booster.json", forest)));
        AssertCorrupt(Zip());
        AssertCorrupt([]);
        AssertCorrupt(Encoding.ASCII.GetBytes("not a zip at all"));
        AssertCorrupt(Bytes(Forest())[..^30]);
    }

    [Fact]
    public void Zip_bomb_is_refused_before_it_is_unpacked()
    {
        byte[] bomb = Zip(("model.json", new byte[60 << 20]), ("forest.bin", []));
        Assert.True(bomb.Length < 100_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertCorrupt(bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    [Fact]
    public void Duplicate_property_is_refused()
    {
        (byte[] json, byte[] forest) = Entries(Bytes(Forest()));
        string text = Encoding.UTF8.GetString(json).Replace("\"algorithm\"", "\"algorithm\": \"XGBoost\",\n  \"algorithm\"", StringComparison.Ordinal);
        AssertCorrupt(Zip(("model.json", Encoding.UTF8.GetBytes(text)), ("forest.bin", forest)));
    }

    [Fact]
    public void Ten_thousand_damaged_files_give_errors_or_models()
    {
        byte[] file = Bytes(Forest(trees: 3, depth: 2));
        (byte[] json, byte[] forest) = Entries(file);
        int models = 0;
        int errors = 0;
        for (int seed = 0; seed < 10_000; seed++)
        {
            // A third each: the zip's own bytes, the text inside a sound zip, the trees inside a sound zip with their right hash.
            var random = new Xoshiro256(seed, 77);
            byte[] mutant = (seed % 3) switch
            {
                0 => Mutate(file, random),
                1 => Zip(("model.json", Mutate(json, random)), ("forest.bin", forest)),
                _ => WithForest(json, Mutate(forest, random)),
            };
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SegModel model = ModelFile.Read(new MemoryStream(mutant));
                Assert.Equal(model.FeatureNames.Count, model.State!.Ensemble.FeatureCount);
                models++;
            }
            catch (SegException e)
            {
                Assert.True(e.Id is "CorruptModel" or "NewerModelFormat", $"seed {seed}: {e}");
                errors++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {e}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20, $"seed {seed}");
        }

        // Both outcomes occur, else the mutations would be too gentle or too rough.
        Assert.True(models > 100 && errors > 5000, $"{models} models, {errors} errors");
    }

    private static byte[] Mutate(byte[] original, Xoshiro256 random)
    {
        var bytes = new List<byte>(original);
        for (int edits = 1 + random.Next(4); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(1 + random.Next(16), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes[at] = (byte)('0' + random.Next(10));
                    break;
                case 5:
                    byte fill = random.Next(2) == 0 ? (byte)0 : byte.MaxValue;
                    for (int i = at; i < at + Math.Min(4, length); i++)
                    {
                        bytes[i] = fill;
                    }

                    break;
                default:
                    if (random.Next(4) == 0)
                    {
                        bytes.RemoveRange(at, bytes.Count - at);
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] WithForest(byte[] json, byte[] forest)
    {
        JsonNode node = JsonNode.Parse(json)!;
        node["ensemble"]!["length"] = forest.Length;
        node["ensemble"]!["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(forest));
        return Zip(("model.json", Encoding.UTF8.GetBytes(node.ToJsonString())), ("forest.bin", forest));
    }

    private static byte[] Edited(Action<JsonNode> edit)
    {
        (byte[] json, byte[] forest) = Entries(Bytes(Forest()));
        JsonNode node = JsonNode.Parse(json)!;
        edit(node);
        return Zip(("model.json", Encoding.UTF8.GetBytes(node.ToJsonString())), ("forest.bin", forest));
    }

    private static (byte[] Json, byte[] Forest) Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        byte[] Read(string name)
        {
            using var memory = new MemoryStream();
            using Stream stream = zip.GetEntry(name)!.Open();
            stream.CopyTo(memory);
            return memory.ToArray();
        }

        return (Read("model.json"), Read("forest.bin"));
    }
}
