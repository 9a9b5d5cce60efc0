using System.Text;
using System.Text.Json.Nodes;
using NDSeg.Models;
using NDSeg.TestData;
using Xunit;

namespace NDSeg.Core.Tests.Models;

/// <content>
/// Model files whose structure was changed: what the zip says about its entries, and values within model.json and a booster, in a sound
/// zip with the right hashes. NDSEG_MUTATIONS sets another number, for long runs by hand.
/// </content>
public sealed partial class ModelFileTests
{
    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("NDSEG_MUTATIONS"), out int count) ? count : 3000;

    [Fact]
    public void Zip_entries_that_were_changed_give_errors_or_models()
    {
        byte[] file = Bytes(Forest(trees: 3, depth: 2));
        var mutation = new ZipMutation(file);
        Assert.Equal(7 + (2 * (15 + 9)), mutation.FieldCount);
        Count((random, _) => mutation.Apply(file, random), seed: 31, leastModels: Mutations / 50);
    }

    [Fact]
    public void Values_of_the_description_that_were_changed_give_errors_or_models()
    {
        (byte[] json, byte[] forest) = Entries(Bytes(Forest(trees: 3, depth: 2)));
        Count(
            (random, _) =>
            {
                JsonNode root = JsonNode.Parse(json)!;
                Change(root, random);
                return Zip(("model.json", Encoding.UTF8.GetBytes(root.ToJsonString())), ("forest.bin", forest));
            },
            seed: 32,
            leastModels: Mutations / 50);
    }

    [SharedFact]
    public void Values_of_a_booster_that_were_changed_give_errors_or_models()
    {
        // Few trees of the reference model, so that the mutations meet them.
        JsonNode booster = JsonNode.Parse(File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json")))!;
        JsonNode model = booster["learner"]!["gradient_booster"]!["model"]!;
        foreach (string name in new[] { "trees", "tree_info" })
        {
            JsonArray list = model[name]!.AsArray();
            while (list.Count > 6)
            {
                list.RemoveAt(list.Count - 1);
            }
        }

        byte[] text = Encoding.UTF8.GetBytes(booster.ToJsonString());
        byte[] described = BoosterDescription(text);
        Count(
            (random, _) =>
            {
                JsonNode root = JsonNode.Parse(text)!;
                Change(root, random);
                byte[] payload = Encoding.UTF8.GetBytes(root.ToJsonString());
                JsonNode description = JsonNode.Parse(described)!;
                description["ensemble"]!["length"] = payload.Length;
                description["ensemble"]!["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(payload));
                return Zip(("model.json", Encoding.UTF8.GetBytes(description.ToJsonString())), ("booster.json", payload));
            },
            seed: 33,
            leastModels: Mutations / 50,
            count: Mutations / 10);
    }

    private static byte[] BoosterDescription(byte[] booster)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(Bytes(Booster(booster))));
        using var memory = new MemoryStream();
        using Stream stream = zip.GetEntry("model.json")!.Open();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Replaces, doubles or removes one to three values anywhere in a document.</summary>
    private static void Change(JsonNode root, Random random)
    {
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            JsonNode at = root;
            while ((at is JsonObject members && members.Count > 0) || (at is JsonArray items && items.Count > 0))
            {
                JsonNode? next = at is JsonObject o ? o.ElementAt(random.Next(o.Count)).Value : at.AsArray()[random.Next(at.AsArray().Count)];
                if (next is null || (random.Next(12) == 0 && at.Parent is not null))
                {
                    break;
                }

                at = next;
            }

            JsonNode?[] values = [0, 1, -1, 2, 0.5, 1e39, int.MaxValue, long.MaxValue, "", "0", "nan", new string('x', 70_000), true, null, new JsonArray(), new JsonObject(), new JsonArray(1, 2, 3)];
            JsonNode? value = values[random.Next(values.Length)];
            if (at.Parent is JsonArray list)
            {
                switch (random.Next(4))
                {
                    case 0: list.Remove(at); break;
                    case 1: list.Add(at.DeepClone()); break;
                    default: list[list.IndexOf(at)] = value; break;
                }
            }
            else if (at.Parent is JsonObject parent)
            {
                string name = parent.First(m => m.Value == at).Key;
                switch (random.Next(4))
                {
                    case 0: parent.Remove(name); break;
                    case 1: parent[name + "2"] = at.DeepClone(); break;
                    default: parent[name] = value; break;
                }
            }
        }
    }

    private static void Count(Func<Random, int, byte[]> mutate, int seed, int leastModels, int? count = null)
    {
        int total = count ?? Mutations;
        int models = 0;
        int errors = 0;
        for (int i = 0; i < total; i++)
        {
            byte[] mutant = mutate(new Random((seed * 1_000_003) + i), i);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SegModel model = ModelFile.Read(new MemoryStream(mutant));
                Assert.Equal(model.FeatureNames.Count, model.State!.Ensemble.FeatureCount);
                models++;
            }
            catch (SegException e)
            {
                Assert.True(e.Id is "CorruptModel" or "NewerModelFormat", $"mutation {i} of seed {seed}: {e}");
                errors++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {i} of seed {seed}: {e}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 32 << 20, $"mutation {i} of seed {seed}");
        }

        Assert.True(models > leastModels * total / Mutations && errors > total / 20, $"{models} models, {errors} errors");
    }
}
