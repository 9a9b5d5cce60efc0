using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;

namespace NDSeg.Segmentation;

/// <summary>Whether a model can be applied to a stack or an image.</summary>
public static class ModelMatch
{
    /// <summary>The stack holds the maps the model was trained on, computed the same way.</summary>
    /// <exception cref="SegException">ModelNotTrained; FeatureMismatch.</exception>
    public static TrainedState Check(SegFeatures features, SegModel model)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(model);
        TrainedState state = model.RequireTrained();
        if (!features.Names.SequenceEqual(state.Plan.Names))
        {
            string missing = string.Join(", ", state.Plan.Names.Except(features.Names).Take(5));
            string surplus = string.Join(", ", features.Names.Except(state.Plan.Names).Take(5));
            throw new SegException(
                "FeatureMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected the {state.Plan.Count} maps the model was trained on, found {features.Count} maps of {features.Source}."
                + (missing.Length > 0 ? $" Missing: {missing}." : string.Empty)
                + (surplus.Length > 0 ? $" Not known to the model: {surplus}." : string.Empty)
                + " Compute the maps with the model's configuration, or apply the model to the image.");
        }

        FeatureConfig mine = features.Config, its = state.Plan.Config;
        bool sameRange = !its.UsesRankFilters || mine.IntensityRange is null || its.IntensityRange is null || mine.IntensityRange == its.IntensityRange;
        if (!sameRange || !(mine with { IntensityRange = its.IntensityRange, VoxelRatio = its.VoxelRatio }).Equals(its))
        {
            throw new SegException(
                "FeatureMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected maps computed as for the model ({its.Describe()}), found maps computed with {mine.Describe()}.", "Compute the maps with the model's configuration, or apply the model to the image.");
        }

        return state;
    }

    /// <summary>The image and its extra channels are as many as the model was trained on.</summary>
    /// <exception cref="SegException">ModelNotTrained; ChannelMismatch.</exception>
    public static TrainedState Check(SegImage image, IReadOnlyList<SegImage> extras, SegModel model)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(extras);
        ArgumentNullException.ThrowIfNull(model);
        TrainedState state = model.RequireTrained();
        RequireDimensions(state.Plan.Config, 2, image.Source, "the model's");
        CheckChannels(state, image.Channels, extras.Sum(e => e.Channels), image.Source);
        return state;
    }

    /// <summary>The volume and its extra channels are as many as the model was trained on, and the model's maps are those of volumes.</summary>
    /// <exception cref="SegException">ModelNotTrained; DimensionMismatch; ChannelMismatch.</exception>
    public static TrainedState Check(SegVolume volume, IReadOnlyList<SegVolume> extras, SegModel model)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(extras);
        ArgumentNullException.ThrowIfNull(model);
        TrainedState state = model.RequireTrained();
        RequireDimensions(state.Plan.Config, 3, volume.Source, "the model's");
        CheckChannels(state, volume.Channels, extras.Sum(e => e.Channels), volume.Source);
        return state;
    }

    /// <summary>A configuration's maps are those of single images, or those of volumes.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="dimensions">2 or 3.</param>
    /// <param name="source">What the maps are to be computed of, for the message.</param>
    /// <param name="whose">Whose maps they are, for the message.</param>
    /// <exception cref="SegException">DimensionMismatch.</exception>
    public static void RequireDimensions(FeatureConfig config, int dimensions, ImageSource source, string whose = "the chosen")
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Dimensions != dimensions)
        {
            throw new SegException(
                "DimensionMismatch",
                SegErrorKind.ShapeMismatch,
                dimensions == 2
                    ? $"Expected a volume, since {whose} maps are those of volumes in three dimensions, found the single image {source}."
                    : $"Expected single images, since {whose} maps are those of single images, found the volume {source}.",
                dimensions == 2 ? "Read all slices as one volume: Import-SegImage -As Volume." : "Choose maps of volumes: -Preset Volume; or read the slices one by one, without -As Volume.");
        }
    }

    private static void CheckChannels(TrainedState state, int channels, int extraChannels, ImageSource source)
    {
        if (channels != state.Plan.Channels || extraChannels != state.Plan.ExtraChannels)
        {
            throw new SegException(
                "ChannelMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected an image of {state.Plan.Channels} channel(s) with {state.Plan.ExtraChannels} extra channel(s) as the model was trained on, found {channels} and {extraChannels} in {source}.", "Give the image and extra channels the model was trained with.");
        }
    }
}
