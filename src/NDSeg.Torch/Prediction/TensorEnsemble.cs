using NDSeg.Models;
using NDSeg.Torch.Tensors;
using NDSeg.Trees;
using static TorchSharp.torch;

namespace NDSeg.Torch.Prediction;

/// <summary>
/// An ensemble on a device. Sums are float32 and in tree order, so that they equal those of the other evaluators bit for
/// bit on equal maps.
/// </summary>
internal sealed class TensorEnsemble : IDisposable
{
    // Bytes per pixel the tests of a group may take.
    private const int MostTests = 4096;

    private readonly TreeEnsemble ensemble;
    private readonly IReadOnlyList<TreeGroup> groups;
    private readonly Device device;
    private readonly Tensor? baseMargins;

    /// <summary>Uploads the constants of an ensemble.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="device">Where to.</param>
    /// <param name="mostTests">Distinct tests that are evaluated together at most.</param>
    /// <param name="masks">How splits are evaluated, see <see cref="TreeGroup"/>; null for what suits the device.</param>
    public TensorEnsemble(TreeEnsemble ensemble, Device device, int mostTests = MostTests, bool? masks = null)
    {
        this.ensemble = ensemble;
        this.device = device;
        groups = TreeGroup.Split(ensemble, mostTests, device, masks ?? device.type == TorchSharp.DeviceType.CPU);
        baseMargins = ensemble.Kind == EnsembleKind.Booster ? DeviceTransfer.Upload(ensemble.BaseMargins.AsSpan(), ScalarType.Float32, device) : null;
    }

    /// <summary>The form of a model on a device: uploaded once, kept as long as the model, freed by the tensors' finalisers.</summary>
    public static TensorEnsemble Of(SegModel model, Device device)
        => model.Prepared.Get(device.ToString(), () =>
        {
            var made = new TensorEnsemble(model.RequireTrained().Ensemble, device);
            made.Keep();
            return made;
        });

    /// <summary>Bytes of working memory per pixel of a chunk.</summary>
    public long BytesPerPixel => groups.Max(g => g.TestCount) + (16L * (ensemble.MarginCount + 1)) + 64;

    /// <summary>The sums of a chunk of pixels.</summary>
    /// <param name="maps">Used maps x pixels, float32.</param>
    /// <param name="planes">For every map of the plan its plane in <paramref name="maps"/>.</param>
    /// <param name="cancellation">Checked between trees.</param>
    /// <returns>MarginCount tensors of pixels, float32; the caller disposes them.</returns>
    public Tensor[] Sum(Tensor maps, int[] planes, CancellationToken cancellation)
    {
        long pixels = maps.shape[1];
        if (ensemble.Kind == EnsembleKind.Forest)
        {
            using Tensor sums = zeros([pixels, ensemble.ClassCount], dtype: ScalarType.Float32, device: device);
            foreach (TreeGroup group in groups)
            {
                group.Add(maps, planes, [sums], cancellation);
            }

            using Tensor turned = sums.t();
            using Tensor dense = turned.contiguous();
            return dense.unbind(0);
        }

        var margins = new Tensor[ensemble.MarginCount];
        for (int k = 0; k < margins.Length; k++)
        {
            using Tensor start = baseMargins!.narrow(0, k, 1);
            using Tensor spread = start.expand(pixels);
            margins[k] = spread.clone();
        }

        foreach (TreeGroup group in groups)
        {
            group.Add(maps, planes, margins, cancellation);
        }

        return margins;
    }

    /// <summary>The first class with the greatest value: 1..K.</summary>
    /// <param name="values">K tensors of pixels, or the single margin of a two-class booster, whose second class needs a margin above 0.</param>
    /// <param name="type">Type of the labels.</param>
    public static Tensor Winner(IReadOnlyList<Tensor> values, ScalarType type)
    {
        if (values.Count == 1)
        {
            using Tensor zero = tensor(0f, device: values[0].device);
            using Tensor second = values[0].gt(zero);
            Tensor two = second.to(type);
            return two.add_(KeptScalar.One);
        }

        Device device = values[0].device;
        Tensor label = ones(values[0].shape, dtype: type, device: device);
        using Tensor numbers = arange(1, values.Count + 1, dtype: ScalarType.Int32, device: device);
        using Tensor typed = numbers.to(type);
        Tensor[] classes = typed.unbind(0);
        Tensor best = values[0].alias();
        for (int k = 1; k < values.Count; k++)
        {
            using Tensor greater = values[k].gt(best);
            Tensor next = where(greater, classes[k], label);
            label.Dispose();
            label = next;
            Tensor winner = maximum(best, values[k]);
            best.Dispose();
            best = winner;
        }

        best.Dispose();
        foreach (Tensor number in classes)
        {
            number.Dispose();
        }

        return label;
    }

    /// <summary>Class probabilities from sums.</summary>
    /// <param name="sums">MarginCount tensors of pixels.</param>
    /// <returns>K x pixels; the caller disposes it.</returns>
    public Tensor Probabilities(IReadOnlyList<Tensor> sums) => ClassShares.Of(ensemble, sums);

    // Out of the scope of the run that asked first.
    private void Keep()
    {
        baseMargins?.DetachFromDisposeScope();
        foreach (TreeGroup group in groups)
        {
            group.Keep();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        baseMargins?.Dispose();
        foreach (TreeGroup group in groups)
        {
            group.Dispose();
        }
    }
}
