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
        if (!sameRange || !(mine with { IntensityRange = its.IntensityRange }).Equals(its))
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
        int extraChannels = extras.Sum(e => e.Channels);
        if (image.Channels != state.Plan.Channels || extraChannels != state.Plan.ExtraChannels)
        {
            throw new SegException(
                "ChannelMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected an image of {state.Plan.Channels} channel(s) with {state.Plan.ExtraChannels} extra channel(s) as the model was trained on, found {image.Channels} and {extraChannels} in {image.Source}.", "Give the image and extra channels the model was trained with.");
        }

        return state;
    }
}
