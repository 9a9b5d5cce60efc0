using System.Text.Json;

namespace NDSeg.Trees;

/// <summary>Reads JSON token by token from a stream, with a buffer of bounded size whatever the length of the text.</summary>
internal sealed class JsonTokenReader
{
    private const int FirstBuffer = 1 << 16;

    /// <summary>A single text or number may be as long as this.</summary>
    private const int LongestToken = 1 << 20;

    private readonly Stream stream;
    private byte[] buffer = new byte[FirstBuffer];
    private int start;
    private int end;
    private bool isFinal;
    private JsonReaderState state;
    private string? text;
    private int? integer;

    public JsonTokenReader(Stream stream) => this.stream = stream;

    /// <summary>The kind of the current token.</summary>
    public JsonTokenType TokenType { get; private set; }

    /// <summary>Moves to the next token; false at the end of the text.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public bool Read()
    {
        do
        {
            Utf8JsonReader reader = Resume();
            if (reader.Read())
            {
                TokenType = reader.TokenType;
                text = TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() : null;
                integer = TokenType == JsonTokenType.Number && reader.TryGetInt32(out int value) ? value : null;
                Keep(reader);
                return true;
            }

            Keep(reader);
        }
        while (Fill());
        return false;
    }

    /// <summary>The text of the current token.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public string Text() => text ?? throw new FormatException("a text is missing.");

    /// <summary>The whole number of the current token.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public int Integer() => integer ?? throw new FormatException("a whole number is missing.");

    /// <summary>Passes over the value that the current token begins.</summary>
    public void Skip()
    {
        if (TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        int depth = 1;
        do
        {
            Utf8JsonReader reader = Resume();
            while (depth > 0 && reader.Read())
            {
                depth += reader.TokenType switch
                {
                    JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                    JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                    _ => 0,
                };
            }

            Keep(reader);
        }
        while (depth > 0 && Fill());
    }

    /// <summary>Reads whole numbers up to the end of the list the current token begins.</summary>
    /// <param name="values">Receives them.</param>
    /// <param name="most">How many there may be.</param>
    public void Integers(List<int> values, int most)
    {
        bool isOpen = true;
        do
        {
            Utf8JsonReader reader = Resume();
            while (isOpen && reader.Read())
            {
                isOpen = reader.TokenType != JsonTokenType.EndArray;
                if (isOpen)
                {
                    RequireRoom(values.Count, most);
                    values.Add(reader.GetInt32());
                }
            }

            Keep(reader);
        }
        while (isOpen && Fill());
    }

    /// <summary>Reads numbers up to the end of the list the current token begins.</summary>
    /// <inheritdoc cref="Integers"/>
    public void Reals(List<float> values, int most)
    {
        bool isOpen = true;
        do
        {
            Utf8JsonReader reader = Resume();
            while (isOpen && reader.Read())
            {
                isOpen = reader.TokenType != JsonTokenType.EndArray;
                if (isOpen)
                {
                    RequireRoom(values.Count, most);
                    values.Add(reader.GetSingle());
                }
            }

            Keep(reader);
        }
        while (isOpen && Fill());
    }

    private static void RequireRoom(int count, int most)
    {
        if (count >= most)
        {
            throw new FormatException($"a list of more than {most} numbers.");
        }
    }

    private Utf8JsonReader Resume() => new(buffer.AsSpan(start, end - start), isFinal, state);

    private void Keep(Utf8JsonReader reader)
    {
        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
    }

    /// <summary>Reads on; false when the text was at its end already. What is left of a token stays.</summary>
    private bool Fill()
    {
        if (isFinal)
        {
            return false;
        }

        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (buffer.Length >= LongestToken)
            {
                throw new FormatException($"a value of more than {LongestToken} bytes.");
            }

            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        int read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        isFinal = read == 0;
        return true;
    }
}
