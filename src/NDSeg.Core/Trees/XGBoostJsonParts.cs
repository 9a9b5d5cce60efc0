using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>What an XGBoost model says, gathered in one pass over its text: members come in any order, and most are passed over.</summary>
internal sealed class XGBoostJsonParts
{
    private XGBoostJsonParts()
    {
    }

    public string? Booster { get; private set; }

    public string? Objective { get; private set; }

    public string? BaseScore { get; private set; }

    public int Targets { get; private set; } = 1;

    public int Features { get; private set; }

    public int Classes { get; private set; }

    /// <summary>The margin that every tree adds to.</summary>
    public List<int>? TreeInfo { get; private set; }

    public List<XGBoostJsonTree>? Trees { get; private set; }

    public static XGBoostJsonParts Read(ReadOnlySpan<byte> utf8)
    {
        var parts = new XGBoostJsonParts();
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        XGBoostJsonValue.Object(ref reader, "learner", parts.ReadRoot);

        // Nothing may stand behind the model; the reader says so itself.
        reader.Read();
        return parts;
    }

    private bool ReadRoot(ref Utf8JsonReader reader, string name)
    {
        if (name != "learner")
        {
            return false;
        }

        XGBoostJsonValue.Object(ref reader, name, ReadLearner);
        return true;
    }

    private bool ReadLearner(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "gradient_booster": XGBoostJsonValue.Object(ref reader, name, ReadBooster); return true;
            case "learner_model_param": XGBoostJsonValue.Object(ref reader, name, ReadParameter); return true;
            case "objective": XGBoostJsonValue.Object(ref reader, name, ReadObjective); return true;
            default: return false;
        }
    }

    private bool ReadObjective(ref Utf8JsonReader reader, string name)
    {
        if (name != "name")
        {
            return false;
        }

        Objective = reader.GetString();
        return true;
    }

    private bool ReadParameter(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "base_score": BaseScore = reader.GetString(); return true;
            case "num_target": Targets = XGBoostJsonValue.Number(ref reader); return true;
            case "num_feature": Features = XGBoostJsonValue.Number(ref reader); return true;
            case "num_class": Classes = XGBoostJsonValue.Number(ref reader); return true;
            default: return false;
        }
    }

    private bool ReadBooster(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "name": Booster = reader.GetString(); return true;
            case "model": XGBoostJsonValue.Object(ref reader, name, ReadModel); return true;
            default: return false;
        }
    }

    private bool ReadModel(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "tree_info": TreeInfo = XGBoostJsonValue.Integers(ref reader, name); return true;
            case "trees": ReadTrees(ref reader, name); return true;
            default: return false;
        }
    }

    private void ReadTrees(ref Utf8JsonReader reader, string name)
    {
        XGBoostJsonValue.RequireArray(ref reader, name);
        Trees = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Trees.Add(XGBoostJsonTree.Read(ref reader));
        }
    }
}
