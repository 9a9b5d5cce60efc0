using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>What an XGBoost model says, gathered in one pass over its text: members come in any order, and most are passed over.</summary>
internal sealed class XGBoostJsonParts
{
    // A node has entries in ten lists or more, some of them real numbers.
    private const int LeastBytesPerNode = 32;

    private int nodesLeft;

    private XGBoostJsonParts(int mostNodes) => nodesLeft = mostNodes;

    public string? Booster { get; private set; }

    public string? Objective { get; private set; }

    public string? BaseScore { get; private set; }

    public int Targets { get; private set; } = 1;

    public int Features { get; private set; }

    public int Classes { get; private set; }

    /// <summary>The margin that every tree adds to.</summary>
    public List<int>? TreeInfo { get; private set; }

    public List<XGBoostJsonTree>? Trees { get; private set; }

    /// <param name="text">The text.</param>
    /// <param name="length">Its bytes.</param>
    public static XGBoostJsonParts Read(Stream text, long length)
    {
        var parts = new XGBoostJsonParts((int)Math.Min(int.MaxValue, length / LeastBytesPerNode));
        var reader = new JsonTokenReader(text);
        reader.Read();
        XGBoostJsonValue.Object(reader, "learner", parts.ReadRoot);

        // Nothing may stand behind the model; the reader says so itself.
        reader.Read();
        return parts;
    }

    private bool ReadRoot(JsonTokenReader reader, string name)
    {
        if (name != "learner")
        {
            return false;
        }

        XGBoostJsonValue.Object(reader, name, ReadLearner);
        return true;
    }

    private bool ReadLearner(JsonTokenReader reader, string name)
    {
        switch (name)
        {
            case "gradient_booster": XGBoostJsonValue.Object(reader, name, ReadBooster); return true;
            case "learner_model_param": XGBoostJsonValue.Object(reader, name, ReadParameter); return true;
            case "objective": XGBoostJsonValue.Object(reader, name, ReadObjective); return true;
            default: return false;
        }
    }

    private bool ReadObjective(JsonTokenReader reader, string name)
    {
        if (name != "name")
        {
            return false;
        }

        Objective = reader.Text();
        return true;
    }

    private bool ReadParameter(JsonTokenReader reader, string name)
    {
        switch (name)
        {
            case "base_score": BaseScore = reader.Text(); return true;
            case "num_target": Targets = XGBoostJsonValue.Number(reader); return true;
            case "num_feature": Features = XGBoostJsonValue.Number(reader); return true;
            case "num_class": Classes = XGBoostJsonValue.Number(reader); return true;
            default: return false;
        }
    }

    private bool ReadBooster(JsonTokenReader reader, string name)
    {
        switch (name)
        {
            case "name": Booster = reader.Text(); return true;
            case "model": XGBoostJsonValue.Object(reader, name, ReadModel); return true;
            default: return false;
        }
    }

    private bool ReadModel(JsonTokenReader reader, string name)
    {
        switch (name)
        {
            case "tree_info": TreeInfo = XGBoostJsonValue.Integers(reader, name, nodesLeft); return true;
            case "trees": ReadTrees(reader, name); return true;
            default: return false;
        }
    }

    private void ReadTrees(JsonTokenReader reader, string name)
    {
        XGBoostJsonValue.RequireArray(reader, name);
        Trees = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Trees.Add(XGBoostJsonTree.Read(reader, nodesLeft));
            nodesLeft -= Trees[^1].StoredNodes;
        }
    }
}
