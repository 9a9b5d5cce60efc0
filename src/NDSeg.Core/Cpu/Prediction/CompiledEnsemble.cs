using NDSeg.Cpu.Memory;
using NDSeg.Cpu.Simd;
using NDSeg.Trees;

namespace NDSeg.Cpu.Prediction;

/// <summary>An ensemble made ready for fast evaluation over tiles. Thread-safe: one object serves every worker.</summary>
internal sealed unsafe class CompiledEnsemble
{
    // Leaves per tree from which routing costs less than evaluating all tests that a block leaves open.
    private const int RoutedFrom = 40;

    private readonly WalkEvaluator? walk;
    private readonly SlicedEnsemble? sliced;
    private readonly RoutedTrees? routed;
    private readonly PredictionKernels? kernels;

    private CompiledEnsemble(TreeEnsemble ensemble, PredictionKernels? kernels, bool? deep)
    {
        Ensemble = ensemble;
        UsedFeatures = ensemble.UsedFeatures();
        this.kernels = kernels;
        if (kernels is not null)
        {
            var thresholds = new MapThresholds(ensemble);
            routed = deep ?? IsDeep(ensemble) ? RoutedTrees.TryCreate(ensemble, thresholds) : null;
            sliced = routed is null ? SlicedEnsemble.TryCreate(ensemble, thresholds) : null;
        }

        walk = sliced is null && routed is null ? new WalkEvaluator(ensemble) : null;
    }

    /// <summary>The trees as trained.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <summary>For every map whether any tree tests it; length F. Tiles need hold only these.</summary>
    public bool[] UsedFeatures { get; }

    /// <summary>Prepares an ensemble.</summary>
    /// <exception cref="SegException">TooManyClasses beyond 65,535 classes.</exception>
    public static CompiledEnsemble Compile(TreeEnsemble ensemble) => Compile(ensemble, SimdLevel.Current);

    internal static CompiledEnsemble Compile(TreeEnsemble ensemble, SimdWidth width) => Compile(ensemble, PredictionKernels.Create(width));

    /// <summary>Prepares an ensemble for given kernels.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="kernels">Kernels; null walks the trees.</param>
    /// <param name="deep">Whether to route pixels through the trees, or to evaluate all tests that are open; null chooses by the size of the trees.</param>
    internal static CompiledEnsemble Compile(TreeEnsemble ensemble, PredictionKernels? kernels, bool? deep = null)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        if (ensemble.ClassCount > ushort.MaxValue)
        {
            throw new SegException("TooManyClasses", SegErrorKind.NotSupported, $"Expected at most {ushort.MaxValue} classes; the ensemble has {ensemble.ClassCount}.");
        }

        return new CompiledEnsemble(ensemble, kernels, deep);
    }

    /// <summary>Working memory for one worker; not thread-safe itself.</summary>
    public EnsembleScratch CreateScratch()
    {
        if (walk is not null)
        {
            return new EnsembleScratch(this, walk.ScratchBytes);
        }

        if (routed is not null)
        {
            var routing = new EnsembleScratch(this, RoutingEvaluator.Bytes(routed));
            routing.Worker = new RoutingEvaluator(routed, kernels!, routing.Pointer);
            return routing;
        }

        var scratch = new EnsembleScratch(this, BlockEvaluator.Bytes(sliced!));
        scratch.Worker = new BlockEvaluator(sliced!, kernels!, scratch.Pointer);
        return scratch;
    }

    /// <summary>Labels a tile: classes 1..K as bytes, for at most 255 classes.</summary>
    /// <param name="tile">Maps of the tile; every used map is present. Only the first Width columns of a row are read.</param>
    /// <param name="scratch">This worker's memory.</param>
    /// <param name="labels">First label of the tile's first row.</param>
    /// <param name="labelStride">Labels from a row to the next.</param>
    /// <exception cref="SegException">TooManyClasses when a label does not fit a byte; MissingFeature when a used map is absent.</exception>
    public void PredictLabels(in RowPlanes tile, EnsembleScratch scratch, byte* labels, long labelStride)
    {
        if (Ensemble.ClassCount > byte.MaxValue)
        {
            throw new SegException("TooManyClasses", SegErrorKind.InvalidArgument, $"Expected at most {byte.MaxValue} classes for 8-bit labels; the ensemble has {Ensemble.ClassCount}.", "Ask for 16-bit labels.");
        }

        Labels(tile, scratch, labels, labelStride);
    }

    /// <summary>Labels a tile with 16-bit labels, for more than 255 classes.</summary>
    /// <inheritdoc cref="PredictLabels(in RowPlanes, EnsembleScratch, byte*, long)"/>
    public void PredictLabels(in RowPlanes tile, EnsembleScratch scratch, ushort* labels, long labelStride)
        => Labels(tile, scratch, labels, labelStride);

    /// <summary>Class probabilities of a tile, K planes, float32.</summary>
    /// <param name="tile">Maps of the tile; every used map is present. Only the first Width columns of a row are read.</param>
    /// <param name="scratch">This worker's memory.</param>
    /// <param name="probabilities">First value of plane 0, row 0.</param>
    /// <param name="planeStride">Floats from a class to the next.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <exception cref="SegException">MissingFeature when a used map is absent.</exception>
    public void PredictProbabilities(in RowPlanes tile, EnsembleScratch scratch, float* probabilities, long planeStride, long rowStride)
    {
        Check(tile, scratch);
        if (walk is not null)
        {
            walk.Probabilities(tile, scratch.Pointer, probabilities, planeStride, rowStride);
        }
        else
        {
            _ = scratch.Pointer;
            scratch.Worker!.Probabilities(tile, probabilities, planeStride, rowStride);
        }

        GC.KeepAlive(scratch);
    }

    private void Labels<T>(in RowPlanes tile, EnsembleScratch scratch, T* labels, long labelStride)
        where T : unmanaged
    {
        Check(tile, scratch);
        if (walk is not null)
        {
            walk.Labels(tile, scratch.Pointer, labels, labelStride);
        }
        else
        {
            _ = scratch.Pointer;
            scratch.Worker!.Labels(tile, labels, labelStride);
        }

        GC.KeepAlive(scratch);
    }

    private static bool IsDeep(TreeEnsemble ensemble) => ensemble.Trees.Average(t => t.LeafCount) > RoutedFrom;

    private void Check(in RowPlanes tile, EnsembleScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (!ReferenceEquals(scratch.Ensemble, this))
        {
            throw new ArgumentException("The scratch was made by another compiled ensemble.", nameof(scratch));
        }

        for (int map = 0; map < UsedFeatures.Length; map++)
        {
            if (UsedFeatures[map] && tile.PlaneIndex(map) < 0)
            {
                throw new SegException("MissingFeature", SegErrorKind.ShapeMismatch, $"Expected map {map} in the tile, since the ensemble tests it; the tile lacks it.");
            }
        }
    }
}
