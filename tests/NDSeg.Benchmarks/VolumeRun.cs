using System.Diagnostics;
using NDSeg.Cpu;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Segmentation;

namespace NDSeg.Benchmarks;

/// <summary>
/// A volume in three dimensions to forest labels, fused, beside the same maps by scipy and numpy and a forest of scikit-learn. The peer
/// takes minutes: it runs once by default.
/// </summary>
internal sealed class VolumeRun(int edge, PeerProcess? peer, int runs, int peerRuns)
{
    public IReadOnlyList<Row> Execute()
    {
        string folder = Directory.CreateTempSubdirectory("ndseg-bench-").FullName;
        try
        {
            Row row = Fused(folder);
            Console.WriteLine(row);
            return [row];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Row Fused(string folder)
    {
        byte[][] slices = [.. Enumerable.Range(0, edge).Select(z => SyntheticVolume.Slice(z, edge))];
        var volume = SegVolume.FromSlices([.. slices.Select(s => SegImage.FromBytes(edge, edge, s))], new VoxelSize(1, 1, 1));
        var engine = new CpuVolumeEngine();
        SegModel model = SyntheticVolume.Train(engine, edge);
        engine.Apply(SyntheticVolume.Of(32, edge), [], model, PredictionRequest.LabelsOnly, new VolumeLabels(keep: false), RunOptions.Default);
        var ours = new List<double>();
        var labels = new VolumeLabels(keep: false);
        TimeSpan busy = default;
        using Process self = Process.GetCurrentProcess();
        for (int run = 0; run < runs; run++)
        {
            labels = new VolumeLabels(keep: true);
            TimeSpan before = self.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            engine.Apply(volume, [], model, PredictionRequest.LabelsOnly, labels, RunOptions.Default);
            ours.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            self.Refresh();
            busy = self.TotalProcessorTime - before;
        }

        double voxels = (double)edge * edge * edge;
        string agreement = FormattableString.Invariant($"{busy.TotalSeconds / voxels * 1e9:F0} ns of processor time a voxel; {model.State!.Summary.SampleCount} painted voxels, {model.State.Ensemble.UsedFeatures().Count(u => u)} of {model.FeatureNames.Count} maps used");
        var theirs = new List<double>();
        if (peer is not null)
        {
            string image = Path.Combine(folder, "volume.npy"), strokes = Path.Combine(folder, "strokes.npy"), result = Path.Combine(folder, "labels.npy");
            NumpyFile.Write(image, edge * edge, edge, [.. slices.SelectMany(s => s)]);
            NumpyFile.Write(strokes, edge * edge, edge, [.. Enumerable.Range(0, edge).SelectMany(z => z % 32 == 16 ? SyntheticVolume.StrokesOf(z, edge) : new byte[edge * edge])]);
            peer.Seconds("volume_load", image, strokes, FormattableString.Invariant($"{edge}"));
            for (int run = 0; run < peerRuns; run++)
            {
                double maps = peer.Seconds("volume_maps");
                peer.Seconds("volume_fit");
                double apply = peer.Seconds("volume_apply");
                double parallel = peer.Seconds("volume_apply_all_cores");
                theirs.Add(maps + apply);
                agreement += FormattableString.Invariant($"; peer: maps {maps:F1} s, forest {apply:F1} s, on all cores {parallel:F1} s");
            }

            peer.Seconds("volume_save", "volume_apply", result);
            byte[] other = NumpyFile.Read(result);
            long same = labels.Slices.Select((s, z) => (long)s.Bytes.ToArray().Where((label, i) => label == other[(z * edge * edge) + i]).Count()).Sum();
            agreement += FormattableString.Invariant($"; {100 * same / voxels:F2} % of labels as the peer's own model");
        }

        // The peer runs less often; each of our runs stands beside the median of its runs.
        return new Row($"volume of {edge} x {edge} x {edge} to forest labels, 43 maps in three dimensions, fused", ours, theirs.Count == 0 ? [] : [.. ours.Select(_ => Row.Median(theirs))], agreement);
    }
}
