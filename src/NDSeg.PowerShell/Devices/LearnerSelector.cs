using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NDSeg.Models;
using NDSeg.Training;
using NDSeg.XGBoost;

namespace NDSeg.PowerShell.Devices;

/// <summary>The learners of the module. Those of other projects are named here and loaded when they are first asked for.</summary>
internal static class LearnerSelector
{
    /// <summary>The trainer of a model's learner.</summary>
    /// <param name="model">Its algorithm decides.</param>
    /// <param name="device">Where to train; the forest trains on the processor always.</param>
    /// <param name="mapNames">Names of the maps, kept in XGBoost's own model.</param>
    public static IEnsembleTrainer Select(SegModel model, DeviceKind device, IReadOnlyList<string> mapNames)
        => model.Learner.CreateTrainer(device, mapNames);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Every way into the module, model files included, must find the learners.")]
    internal static void Register() => LearnerRegistry.Register("XGBoost", Boosting);

    // The signature names no type of the other project: it would be loaded by the import, before anything can find it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Learner Boosting() => new XGBoostLearner();
}
