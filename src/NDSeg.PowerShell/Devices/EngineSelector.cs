using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Segmentation;
using NDSeg.Torch;

namespace NDSeg.PowerShell.Devices;

/// <summary>Finds the engine of a device. The tensor backend is loaded only when it is asked for; nothing falls back in silence.</summary>
internal static class EngineSelector
{
    private static readonly Lazy<ISegEngine> Cpu = new(() => new CpuEngine());

    /// <summary>The engine of a device.</summary>
    /// <exception cref="SegException">CudaNotUsable, saying why and what to do; what loading the tensor library throws.</exception>
    public static ISegEngine Select(DeviceKind device) => device == DeviceKind.Cpu ? Cpu.Value : Cuda();

    /// <summary>The engine that made a stack.</summary>
    public static ISegEngine Following(SegFeatures features) => features.DeviceName == "cpu" && features.Device == DeviceKind.Cpu ? Cpu.Value : Tensor(features.DeviceName);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ISegEngine Cuda()
    {
        TorchLibraryStatus status = TorchLibrary.Probe(detailed: true);
        if (status.CudaUsable)
        {
            return Tensor("cuda:0");
        }

        string problem = status.Problem ?? "The tensor library reports no card.";
        throw new SegException("CudaNotUsable", SegErrorKind.NotInstalled, $"Expected a usable CUDA card for -Device Cuda. {problem}", status.Remedy ?? "See Get-SegDevice -Detailed, or use -Device Cpu.");
    }

    [SuppressMessage("Performance", "CA1859", Justification = "The tensor backend must not be needed to compile the callers.")]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ISegEngine Tensor(string device) => new TorchEngine(device);
}
