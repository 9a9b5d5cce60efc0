using NDSeg.Features;
using NDSeg.Imaging;
using NDSeg.Models;

namespace NDSeg.Torch;

/// <summary>Whether maps or an image are those a model was trained for.</summary>
internal static class ModelMatch
{
    /// <summary>The stack holds the model's maps.</summary>
    /// <exception cref="SegException">ModelNotTrained; FeatureMismatch.</exception>
    public static void Features(FeaturePlan plan, SegModel model)
    {
        TrainedState state = model.RequireTrained();
        if (!plan.Names.SequenceEqual(state.Plan.Names))
        {
            string[] missing = [.. state.Plan.Names.Except(plan.Names).Take(5)];
            throw new SegException(
                "FeatureMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected the {state.Plan.Count} maps the model was trained on, found {plan.Count} maps{(missing.Length > 0 ? $" without {string.Join(", ", missing)}" : " in another order")}. Compute the features with the model's configuration.");
        }
    }

    /// <summary>The image and its extra channels have as many planes as the model's training image.</summary>
    /// <exception cref="SegException">ChannelMismatch.</exception>
    public static void Channels(SegImage image, IReadOnlyList<SegImage> extras, FeaturePlan plan)
    {
        int planes = extras.Sum(e => e.Channels);
        if (image.Channels != plan.Channels || planes != plan.ExtraChannels)
        {
            throw new SegException(
                "ChannelMismatch",
                SegErrorKind.ShapeMismatch,
                $"Expected an image of {plan.Channels} channels with {plan.ExtraChannels} extra channels, as the model was trained on; found {image.Channels} and {planes} in {image.Source}.");
        }
    }
}
