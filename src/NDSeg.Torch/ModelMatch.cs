using NDSeg.Features;
using NDSeg.Models;

namespace NDSeg.Torch;

internal static class ModelMatch
{
    public static void Check(FeaturePlan plan, SegModel model)
    {
        TrainedState state = model.RequireTrained();
        if (!plan.Names.SequenceEqual(state.Plan.Names))
        {
            throw new SegException("FeatureMismatch", SegErrorKind.ShapeMismatch, $"Expected the {state.Plan.Count} maps the model was trained on, found {plan.Count} maps.");
        }
    }
}
