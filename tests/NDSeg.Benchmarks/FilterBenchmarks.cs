using BenchmarkDotNet.Attributes;
using NDSeg.Cpu;
using NDSeg.Filters;
using NDSeg.Images;

namespace NDSeg.Benchmarks;

/// <summary>Each family of maps alone, on one thread, 1024 x 1024 pixels.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private readonly CpuEngine engine = new();
    private SegImage image = BenchmarkJob.Noise(1024, 1024);
    private FeatureConfig config = FeatureConfig.Default;

    /// <summary>The family.</summary>
    [Params("Gaussian", "Derivatives", "Membrane", "Minimum", "Mean", "Median", "Bilateral", "Default")]
    public string Family { get; set; } = "Default";

    /// <summary>The samples the filters start from.</summary>
    [Params(PixelType.UInt8, PixelType.Float32)]
    public PixelType Samples { get; set; }

    /// <summary>Switches on one family.</summary>
    [GlobalSetup]
    public void Setup()
    {
        image = BenchmarkJob.Noise(1024, 1024);
        if (Samples == PixelType.Float32)
        {
            image = SegImage.FromFloats(1024, 1024, [.. image.Samples<byte>(0).ToArray().Select(b => b / 255f)]);
        }

        FeatureConfig none = FeatureConfig.Default.Without(FeatureConfig.Default.Filters);
        config = Family switch
        {
            "Default" => FeatureConfig.Default,
            "Derivatives" => none.With("Gradient", "Hessian"),
            _ => none.With(Family),
        };
    }

    /// <summary>Computes the maps.</summary>
    [Benchmark]
    public void Compute() => engine.ComputeFeatures(image, config, [], new RunOptions { Threads = 1 }).Dispose();
}
