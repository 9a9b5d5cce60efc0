using NDSeg.Cpu.Simd;
using NDSeg.Filters;
using NDSeg.Filters.Families;
using NDSeg.Filters.Pyramid;
using NDSeg.Images;

namespace NDSeg.Cpu.Tiles;

/// <summary>
/// The filter steps of one image channel in passes: steps that share intermediate results run together and have the
/// working memory to themselves, so that it stays within the second-level cache. Immutable; all threads share it.
/// </summary>
internal sealed class ChannelWork
{
    private readonly SegImage image;
    private readonly int channel;
    private readonly (SharedInputs Inputs, FilterStep[] Steps)[] passes;

    /// <summary>Prepares the wanted maps of a channel.</summary>
    /// <param name="image">The image.</param>
    /// <param name="channel">0-based channel.</param>
    /// <param name="plan">The maps.</param>
    /// <param name="wanted">Which of them to compute; null for all.</param>
    /// <param name="width">Instruction set.</param>
    internal ChannelWork(SegImage image, int channel, FeaturePlan plan, bool[]? wanted, SimdWidth width)
    {
        this.image = image;
        this.channel = channel;
        FilterSettings settings = plan.Config.Settings;
        var intensity = ByteMapping.For(image, plan.Config);
        var groups = new SortedDictionary<int, (FilterInputs Inputs, List<FilterStep> Steps)>();
        foreach ((FilterFamily family, FilterTarget[] targets) in plan.TargetsOf(channel, wanted))
        {
            FilterMap[] maps = [.. targets.Select(t => t.Map)];
            var own = new FilterInputs();
            family.Request(own, maps, settings);

            // Grey values and blurs first, then the 8-bit image, then the pyramid, then the steps that share nothing, each alone.
            int key = own.GreyHalo >= 0 ? 0 : own.BytesHalo >= 0 ? 1 : own.PyramidHalo >= 0 ? 2 : 3 + groups.Count;
            if (!groups.TryGetValue(key, out (FilterInputs Inputs, List<FilterStep> Steps) group))
            {
                groups.Add(key, group = (new FilterInputs(), []));
            }

            family.Request(group.Inputs, maps, settings);
            group.Steps.Add(family.CreateStep(targets, settings, width));
        }

        passes = [.. groups.Values.Select(g => (new SharedInputs(g.Inputs, settings, intensity, width), Together(g.Steps, width)))];
    }

    /// <summary>Whether a tile is cheaper right after the one above it.</summary>
    internal bool KeepsRows => passes.Any(p => p.Steps[0] is PyramidPass);

    /// <summary>The steps on the pyramid become one.</summary>
    private static FilterStep[] Together(List<FilterStep> steps, SimdWidth width)
        => steps[0] is PyramidStep ? [new PyramidPass([.. steps.Cast<PyramidStep>()], width)] : [.. steps];

    /// <summary>Fills the wanted maps of a tile.</summary>
    /// <param name="tile">The worker's tile.</param>
    /// <param name="rect">Which part of the image.</param>
    /// <param name="planes">Its maps: row 0, column 0 is the tile's first pixel; rows are padded to a multiple of 32 floats.</param>
    /// <param name="bypassCache">Write past the caches; rows then start on 64-byte boundaries.</param>
    internal void Run(FilterTile tile, in TileRect rect, in Memory.RowPlanes planes, bool bypassCache)
    {
        tile.Start(image, channel, rect.X, rect.Y, planes, bypassCache);
        foreach ((SharedInputs inputs, FilterStep[] steps) in passes)
        {
            tile.Release();
            inputs.Compute(tile);
            foreach (FilterStep step in steps)
            {
                step.Run(tile);
            }
        }
    }
}
