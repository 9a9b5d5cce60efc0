using System.Management.Automation;
using System.Text.Json;

namespace NDSeg.PowerShell.Binding;

/// <summary>Turns JSON into the objects that PowerShell scripts work with.</summary>
internal static class JsonValue
{
    /// <summary>An object with a note property per member; names start with a capital, as PowerShell's do.</summary>
    /// <exception cref="InvalidOperationException">The element is not an object.</exception>
    public static PSObject ToPSObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Name.Length > 0 && result.Properties[member.Name] is null)
            {
                result.Properties.Add(new PSNoteProperty(char.ToUpperInvariant(member.Name[0]) + member.Name[1..], Convert(member.Value)));
            }
        }

        return result;
    }

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ToPSObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
