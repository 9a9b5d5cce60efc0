using System.Globalization;
using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>Values of an XGBoost model, taken from a reader that stands on their first token and is left on their last.</summary>
internal static class XGBoostJsonValue
{
    /// <summary>Goes through the members of an object.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">What is missing where there is no object.</param>
    /// <param name="read">Reads the value of a member by its name; false passes it over.</param>
    public static void Object(JsonTokenReader reader, string name, Func<JsonTokenReader, string, bool> read)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw XGBoostJson.Missing(name);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = reader.Text();
            reader.Read();
            if (!read(reader, member))
            {
                reader.Skip();
            }
        }
    }

    /// <summary>A number; XGBoost writes those of its parameter blocks as text.</summary>
    public static int Number(JsonTokenReader reader)
        => reader.TokenType == JsonTokenType.Number ? reader.Integer() : int.Parse(reader.Text(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    /// <summary>A list of integers.</summary>
    public static List<int> Integers(JsonTokenReader reader, string name, int most)
    {
        RequireArray(reader, name);
        var values = new List<int>();
        reader.Integers(values, most);
        return values;
    }

    /// <summary>A list of numbers.</summary>
    public static List<float> Reals(JsonTokenReader reader, string name, int most)
    {
        RequireArray(reader, name);
        var values = new List<float>();
        reader.Reals(values, most);
        return values;
    }

    public static void RequireArray(JsonTokenReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw XGBoostJson.Missing(name);
        }
    }
}
