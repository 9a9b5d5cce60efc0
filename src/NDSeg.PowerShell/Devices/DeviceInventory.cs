using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NDSeg.Torch.Native;
using NDSeg.Torch;
using NDSeg.XGBoost.Native;

namespace NDSeg.PowerShell.Devices;

/// <summary>Asks every backend what there is.</summary>
internal static class DeviceInventory
{
    /// <summary>Processor, XGBoost, tensor library, cards.</summary>
    public static IReadOnlyList<SegDeviceInfo> List(bool detailed) => [Processor(), XGBoost(), .. Tensors(detailed)];

    private static SegDeviceInfo Processor()
    {
        string vectors = Avx512BW.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : AdvSimd.IsSupported ? "AdvSimd" : "no wide vectors";
        return new SegDeviceInfo(
            SegDeviceType.Cpu,
            "cpu",
            Available: true,
            FormattableString.Invariant($"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, {vectors}"),
            Environment.Version.ToString(),
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            FreeMemory: null,
            Path: null,
            Searched: [],
            Reason: null,
            Remedy: null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SegDeviceInfo XGBoost()
    {
        XGBoostStatus status = XGBoostLibrary.Probe();
        return new SegDeviceInfo(
            SegDeviceType.Library,
            "xgboost",
            status.Found,
            status.Found ? $"XGBoost library, {(status.HasCuda ? "with" : "without")} CUDA" : "XGBoost library",
            status.Version?.ToString(),
            Memory: null,
            FreeMemory: null,
            status.Path,
            [.. status.Tried.Select(t => t.ToString())],
            status.Found ? null : "The XGBoost library was not found.",
            status.Found ? null : status.Remedy);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEnumerable<SegDeviceInfo> Tensors(bool detailed)
    {
        TorchLibraryStatus status = TorchLibrary.Probe(detailed);
        yield return new SegDeviceInfo(
            SegDeviceType.Library,
            "libtorch",
            status.Found,
            $"Tensor library, {(status.HasCudaLibrary ? "with" : "without")} CUDA; TorchSharp {status.TorchSharpVersion}",
            status.LibTorchVersion,
            Memory: null,
            FreeMemory: null,
            status.LibTorchFolder,
            status.Searched,
            status.Found ? null : status.Problem,
            status.Found ? null : status.Remedy);
        foreach (TorchCard card in status.Cards)
        {
            yield return new SegDeviceInfo(
                SegDeviceType.Cuda,
                card.DeviceName,
                status.CudaUsable,
                $"{card.Name}, compute capability {card.ComputeCapability}",
                status.DriverVersion,
                card.TotalMemory,
                card.FreeMemory,
                Path: null,
                Searched: [],
                status.CudaUsable ? null : status.Problem ?? "Not tried: run Get-SegDevice -Detailed.",
                status.CudaUsable ? null : status.Remedy);
        }

        if (status.Cards.Count == 0)
        {
            yield return new SegDeviceInfo(
                SegDeviceType.Cuda,
                "cuda",
                Available: false,
                "CUDA card",
                status.DriverVersion,
                Memory: null,
                FreeMemory: null,
                Path: null,
                Searched: [],
                status.Problem ?? "The driver reports no card.",
                status.Remedy);
        }
    }
}
