using System.Text.Json;
using NDSeg.Filters.Families;
using NDSeg.Images;

namespace NDSeg.Filters;

/// <summary>
/// The configuration inside <c>model.json</c>: one key per switch and per option of the registry. A switch that is missing is
/// off, so that models from before a family was added still load; the names of the maps stand beside it and must agree.
/// </summary>
internal static class FeatureConfigJson
{
    /// <summary>Writes the members of the configuration into an open object.</summary>
    internal static void Write(Utf8JsonWriter json, FeatureConfig config)
    {
        if (config.Dimensions != FilterRegistry.Default.Dimensions)
        {
            json.WriteNumber("dimensions", config.Dimensions);
        }

        json.WriteStartArray("sigmas");
        foreach (double sigma in config.Sigmas)
        {
            json.WriteNumberValue(sigma);
        }

        json.WriteEndArray();
        foreach (FilterSwitch group in config.Registry.Switches.Where(s => s.WrittenWhenOff || config.Has(s.Name)))
        {
            json.WriteBoolean(group.JsonName, config.Has(group.Name));
        }

        json.WriteNumber("sigmaMultiplier", config.SigmaMultiplier);
        json.WriteBoolean("truncateSigma", config.TruncateSigma);
        foreach (FilterOption option in config.Registry.Options)
        {
            json.WriteNumber(option.JsonName, config.Options[option.Name]);
        }

        if (config.IntensityRange is { } range)
        {
            json.WriteStartObject("intensityRange");
            json.WriteNumber("low", range.Low);
            json.WriteNumber("high", range.High);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("intensityRange");
        }

        if (config.VoxelRatio is { } ratio)
        {
            json.WriteStartObject("voxelRatio");
            json.WriteNumber("z", ratio.Z);
            json.WriteNumber("y", ratio.Y);
            json.WriteEndObject();
        }
    }

    /// <summary>Reads a configuration; it is not validated yet. Keys that are not known are ignored.</summary>
    /// <param name="json">The object.</param>
    /// <exception cref="KeyNotFoundException">A member is missing, or an option of a family that is switched on.</exception>
    /// <exception cref="InvalidOperationException">A member has another kind of value.</exception>
    internal static FeatureConfig Read(JsonElement json)
        => Read(json, json.TryGetProperty("dimensions", out JsonElement dimensions) && dimensions.GetInt32() == FilterRegistry.Volumes.Dimensions ? FilterRegistry.Volumes : FilterRegistry.Default);

    /// <summary>Reads a configuration that chooses from given families.</summary>
    /// <param name="json">The object.</param>
    /// <param name="registry">The families to choose from.</param>
    internal static FeatureConfig Read(JsonElement json, FilterRegistry registry)
    {
        JsonElement range = json.GetProperty("intensityRange");
        var config = new FeatureConfig(registry)
        {
            Sigmas = [.. json.GetProperty("sigmas").EnumerateArray().Select(n => n.GetDouble())],
            SigmaMultiplier = json.GetProperty("sigmaMultiplier").GetDouble(),
            TruncateSigma = json.GetProperty("truncateSigma").GetBoolean(),
            IntensityRange = range.ValueKind == JsonValueKind.Null ? null : new IntensityRange(range.GetProperty("low").GetDouble(), range.GetProperty("high").GetDouble()),
            VoxelRatio = json.TryGetProperty("voxelRatio", out JsonElement ratio) ? new VoxelRatio(ratio.GetProperty("z").GetDouble(), ratio.GetProperty("y").GetDouble()) : null,
        };
        foreach (FilterSwitch group in registry.Switches)
        {
            bool on = json.TryGetProperty(group.JsonName, out JsonElement value) && value.GetBoolean();
            config = on ? config.With(group.Name) : config.Without(group.Name);
        }

        foreach (MapFamily family in registry.Families)
        {
            bool needed = family.Switches.Any(s => config.Has(s.Name));
            foreach (FilterOption option in family.Options)
            {
                if (needed || json.TryGetProperty(option.JsonName, out _))
                {
                    config = config.WithOption(option.Name, json.GetProperty(option.JsonName).GetDouble());
                }
            }
        }

        return config;
    }
}
