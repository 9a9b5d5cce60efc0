using System.Globalization;
using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>Values of an XGBoost model, taken from a reader that stands on their first token and is left on their last.</summary>
internal static class XGBoostJsonValue
{
    // The names that matter are shorter; a longer one need not become a text.
    private const int LongestName = 64;

    /// <summary>Reads the value of a member; false passes it over.</summary>
    /// <param name="reader">Stands on the first token of the value.</param>
    /// <param name="name">Name of the member.</param>
    public delegate bool MemberReader(ref Utf8JsonReader reader, string name);

    /// <summary>Goes through the members of an object.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">What is missing where there is no object.</param>
    /// <param name="read">Reads a member.</param>
    public static void Object(ref Utf8JsonReader reader, string name, MemberReader read)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw XGBoostJson.Missing(name);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = reader.ValueSpan.Length <= LongestName ? reader.GetString()! : string.Empty;
            reader.Read();
            if (!read(ref reader, member))
            {
                reader.Skip();
            }
        }
    }

    /// <summary>A number; XGBoost writes those of its parameter blocks as text.</summary>
    public static int Number(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : int.Parse(reader.GetString() ?? string.Empty, NumberStyles.Integer, CultureInfo.InvariantCulture);

    /// <summary>A list of integers.</summary>
    public static List<int> Integers(ref Utf8JsonReader reader, string name)
    {
        RequireArray(ref reader, name);
        var values = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.GetInt32());
        }

        return values;
    }

    /// <summary>A list of numbers.</summary>
    public static List<float> Reals(ref Utf8JsonReader reader, string name)
    {
        RequireArray(ref reader, name);
        var values = new List<float>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.GetSingle());
        }

        return values;
    }

    public static void RequireArray(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw XGBoostJson.Missing(name);
        }
    }
}
