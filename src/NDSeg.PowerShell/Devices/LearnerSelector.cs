using System.Runtime.CompilerServices;
using NDSeg.Models;
using NDSeg.Training;
using NDSeg.XGBoost;

namespace NDSeg.PowerShell.Devices;

/// <summary>Finds the learner of an algorithm. The XGBoost library is loaded only when it is asked for.</summary>
internal static class LearnerSelector
{
    /// <summary>The learner.</summary>
    /// <param name="model">Its algorithm decides.</param>
    /// <param name="device">Where to train; the forest trains on the processor always.</param>
    /// <param name="mapNames">Names of the maps, kept in XGBoost's own model.</param>
    public static IEnsembleTrainer Select(SegModel model, DeviceKind device, IReadOnlyList<string> mapNames)
        => model.Algorithm == SegAlgorithm.RandomForest ? new RandomForestTrainer() : Boosting(device, mapNames);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static XGBoostTrainer Boosting(DeviceKind device, IReadOnlyList<string> mapNames)
        => new() { Device = device, FeatureNames = mapNames };
}
