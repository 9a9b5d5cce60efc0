using System.Globalization;
using System.Text;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.Core.Tests.Trees;

/// <summary>Models written by hand after XGBoost's published JSON schema.</summary>
public class XGBoostJsonTests
{
    // Root 0: map 1 < 0.25; left child 4 (leaf -1), right child 2: map 0 < 1.5 with leaves 3 and 1. Node 5 was deleted.
    private const string Tree = """
        {"base_weights":[0,0,0,0,0,0],"categories":[],"categories_nodes":[],"default_left":[0,0,0,0,0,0],"id":0,
         "left_children":[4,-1,3,-1,-1,-1],"right_children":[2,-1,1,-1,-1,-1],"parents":[2147483647,2,0,2,0,2147483647],
         "split_conditions":[2.5E-1,3E0,1.5E0,2E0,-1E0,7E0],"split_indices":[1,0,0,0,0,0],"split_type":[0,0,0,0,0,0],
         "tree_param":{"num_deleted":"1","num_feature":"2","num_nodes":"6","size_leaf_vector":"LEAFVECTOR"}}
        """;

    private static string Model(string objective = "binary:logistic", string classes = "0", string baseScore = "5E-1", string info = "0", string? trees = null, string booster = "gbtree", string leafVector = "0", string extra = "")
        => """
            {"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"model":{
            "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[INFO],"trees":[TREES]},"name":"BOOSTER"},
            "learner_model_param":{"base_score":"BASE","boost_from_average":"1","num_class":"CLASSES","num_feature":"2"EXTRA},
            "objective":{"name":"OBJECTIVE"}},"version":[3,0,0]}
            """
            .Replace("TREES", trees ?? Tree, StringComparison.Ordinal).Replace("LEAFVECTOR", leafVector, StringComparison.Ordinal)
            .Replace("INFO", info, StringComparison.Ordinal).Replace("BOOSTER", booster, StringComparison.Ordinal)
            .Replace("BASE", baseScore, StringComparison.Ordinal).Replace("CLASSES", classes, StringComparison.Ordinal)
            .Replace("OBJECTIVE", objective, StringComparison.Ordinal).Replace("EXTRA", extra, StringComparison.Ordinal);

    private static TreeEnsemble Parse(string json) => XGBoostJson.Parse(Encoding.UTF8.GetBytes(json));

    private static float Margin(TreeEnsemble ensemble, params float[] sample)
    {
        var sum = new float[ensemble.MarginCount];
        new TreeWalker(ensemble).Sum(sample, sum);
        return sum[0];
    }

    [Fact]
    public void Nodes_in_any_order_with_deleted_ones_are_read()
    {
        TreeEnsemble ensemble = Parse(Model());
        Assert.Equal(5, ensemble.Trees[0].NodeCount);
        Assert.Equal(-1f, Margin(ensemble, 0f, 0.2f));
        Assert.Equal(2f, Margin(ensemble, 1.4f, 0.25f));
        Assert.Equal(3f, Margin(ensemble, 1.5f, 0.25f));
    }

    [Fact]
    public void A_two_class_base_score_is_a_probability()
    {
        TreeEnsemble ensemble = Parse(Model(baseScore: "3E-1"));
        Assert.Equal(Math.Log(0.3 / 0.7), ensemble.BaseMargins[0], 1e-6);
        var shares = new float[2];
        new TreeWalker(ensemble).Probabilities([0f, 0f], shares);
        double margin = Math.Log(0.3 / 0.7) - 1;
        Assert.Equal(1 / (1 + Math.Exp(-margin)), shares[1], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(margin)), shares[0], 1e-6);
    }

    [Theory]
    [InlineData("5E-1", new[] { 0.5f, 0.5f, 0.5f })]
    [InlineData("[5E-1]", new[] { 0.5f, 0.5f, 0.5f })]
    [InlineData("[1E-1,-2E0,3.5E0]", new[] { 0.1f, -2f, 3.5f })]
    public void A_multi_class_base_score_is_one_margin_or_a_list(string text, float[] expected)
        => Assert.Equal(expected, Parse(Model("multi:softprob", "3", text, "2")).BaseMargins);

    [Fact]
    public void A_tree_adds_to_the_class_of_tree_info()
    {
        TreeEnsemble ensemble = Parse(Model("multi:softmax", "3", info: "2"));
        Assert.Equal(2, ensemble.Trees[0].Target);
        Assert.Equal(3, new TreeWalker(ensemble).Label([1.4f, 1f]));
        Assert.Equal(1, new TreeWalker(ensemble).Label([0f, 0f]));
    }

    [Theory]
    [InlineData("1.17549435E-38")]
    [InlineData("1E-45")]
    [InlineData("8.388609E6")]
    [InlineData("1.0000001E0")]
    [InlineData("3.4028235E38")]
    [InlineData("-0E0")]
    [InlineData("7.038531e-26")] // halfway cases decide between neighbouring float32 values
    public void Numbers_are_read_as_float32_exactly(string text)
    {
        string tree = Tree.Replace("2.5E-1", text, StringComparison.Ordinal);
        float expected = float.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(Parse(Model(trees: tree)).Trees[0].Threshold[0]));
    }

    public static TheoryData<string, string> Refused() => new()
    {
        { "UnsupportedBooster", Model(booster: "dart") },
        { "UnsupportedBooster", Model(booster: "gblinear") },
        { "UnsupportedBooster", Model("reg:squarederror") },
        { "UnsupportedBooster", Model(leafVector: "3") },
        { "UnsupportedBooster", Model(extra: ",\"num_target\":\"2\"") },
        { "UnsupportedBooster", Model(trees: Tree.Replace("\"split_type\":[0", "\"split_type\":[1", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", "" },
        { "InvalidBoosterJson", "[]" },
        { "InvalidBoosterJson", "{}" },
        { "InvalidBoosterJson", "{\"learner\":3}" },
        { "InvalidBoosterJson", Model()[..300] },
        { "InvalidBoosterJson", Model("multi:softprob", "1") },
        { "InvalidBoosterJson", Model("multi:softprob", "99999999") },
        { "InvalidBoosterJson", Model("multi:softprob", "3", info: "3") },
        { "InvalidBoosterJson", Model(info: "0,0") },
        { "InvalidBoosterJson", Model(info: "-1") },
        { "InvalidBoosterJson", Model(baseScore: "1E0") },
        { "InvalidBoosterJson", Model(baseScore: "[]") },
        { "InvalidBoosterJson", Model(baseScore: "[2E-1,3E-1]") },
        { "InvalidBoosterJson", Model("multi:softprob", "3", "nan") },
        { "InvalidBoosterJson", Model(extra: ",\"num_feature\":\"2147483647\"") },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[4,", "[0,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[4,", "[2,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[4,", "[6,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[4,", "[-2,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[4,", "[4.5,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[4,-1,", "[4,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[1,0,", "[2,0,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("[1,0,", "[-1,0,", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("2.5E-1", "1E39", StringComparison.Ordinal)) },
        { "InvalidBoosterJson", Model(trees: Tree.Replace("3E0", "-1E39", StringComparison.Ordinal)) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Everything_else_is_refused_by_name(string id, string json)
        => Assert.Equal(id, Assert.Throws<SegException>(() => Parse(json)).Id);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("x")]
    public void Nothing_may_stand_behind_the_model(string more)
        => Assert.Equal("InvalidBoosterJson", Assert.Throws<SegException>(() => Parse(Model() + more)).Id);

    /// <summary>No document is made of the text: what is passed over takes no memory, and the trees take theirs once.</summary>
    [Fact]
    public void Memory_is_that_of_the_trees()
    {
        string ignored = "[" + string.Join(',', Enumerable.Repeat("1.5", 2_000_000)) + "]";
        byte[] text = Encoding.UTF8.GetBytes(Model(trees: Tree.Replace("\"categories\":[]", "\"sum_hessian\":" + ignored, StringComparison.Ordinal)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        TreeEnsemble ensemble = XGBoostJson.Parse(text);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(5, ensemble.Trees[0].NodeCount);
        Assert.True(allocated < 200_000, $"{allocated} bytes allocated for a text of {text.Length}");
    }

    /// <summary>Texts longer than the buffer, cut anywhere by the stream.</summary>
    [Fact]
    public void A_stream_may_come_in_pieces()
    {
        string text = Model(trees: Tree + string.Concat(Enumerable.Repeat("," + Tree, 900)), info: "0" + string.Concat(Enumerable.Repeat(",0", 900)));
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Assert.True(utf8.Length > 2 << 16);
        TreeEnsemble whole = XGBoostJson.Parse(utf8);
        TreeEnsemble pieces = XGBoostJson.Parse(new Dripping(utf8), utf8.Length);
        Assert.Equal(901, pieces.Trees.Length);
        Assert.Equal(ForestBytes(whole), ForestBytes(pieces));
        Assert.Equal("InvalidBoosterJson", Assert.Throws<SegException>(() => XGBoostJson.Parse(new Dripping(utf8[..^2]), utf8.Length)).Id);
    }

    [Fact]
    public void More_nodes_than_the_text_can_honestly_hold_are_refused()
    {
        string zeros = string.Concat(Enumerable.Repeat("0,", 5000)) + "0";
        string tree = $"{{\"tree_param\":{{}},\"left_children\":[{zeros}],\"right_children\":[{zeros}],\"split_indices\":[{zeros}],\"split_conditions\":[{zeros}]}}";
        Assert.Equal("InvalidBoosterJson", Assert.Throws<SegException>(() => Parse(Model(trees: tree))).Id);
    }

    private static float[] ForestBytes(TreeEnsemble ensemble) => [.. ensemble.Trees.SelectMany(t => t.LeafValues.Concat(t.Threshold))];

    /// <summary>Gives one to seven bytes at a time.</summary>
    private sealed class Dripping(byte[] content) : MemoryStream(content, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (int)(Position % 7)));
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_but_never_fatal()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Model("multi:softprob", "3", info: "1"));
        var random = new Random(20);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : whole[random.Next(whole.Length)];
            }

            try
            {
                TreeEnsemble ensemble = XGBoostJson.Parse(random.Next(10) == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
                new TreeWalker(ensemble).Label(new float[ensemble.FeatureCount]);
                read++;
            }
            catch (SegException error)
            {
                Assert.Contains(error.Id, new[] { "InvalidBoosterJson", "UnsupportedBooster" });
                refused++;
            }
        }

        Assert.True(read > 500 && refused > 500, $"{read} read, {refused} refused");
    }
}
