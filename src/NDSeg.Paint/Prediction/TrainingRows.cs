using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Training;

namespace NDSeg.Paint.Prediction;

/// <summary>Map values of painted pixels, kept from stroke to stroke: only pixels that are new are computed. For one thread.</summary>
internal sealed class TrainingRows(PaintEngine engine)
{
    /// <summary>Bytes of map values that are kept at most beside those in use.</summary>
    private const long MostBytes = 256L << 20;

    private Dictionary<long, (float[] Block, int Row)> rows = [];

    /// <summary>Trains a model.</summary>
    /// <param name="chosen">Pixels of at least two classes.</param>
    /// <param name="number">The number of the model.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="SegException">What training throws.</exception>
    public LearnedModel Learn(TrainingPixels chosen, int number, CancellationToken cancellation)
    {
        SegTrainingData data = Gather(chosen, cancellation);
        SegModel model = engine.Train(data, cancellation);
        byte[] numbers = [0, .. model.Classes.Select(c => chosen.Classes.First(o => o.Value == c.Value).Number)];
        return new LearnedModel(number, chosen.Version, model, numbers, data.SampleCount, chosen.IsComplete);
    }

    private SegTrainingData Gather(TrainingPixels chosen, CancellationToken cancellation)
    {
        foreach ((int slice, var pixels) in chosen.Slices)
        {
            Fetch(slice, pixels, cancellation);
        }

        SegClass[] classes = [.. chosen.Classes.Select((c, i) => new SegClass(i + 1, c.Value, c.Name, c.Color))];
        int[] indexOf = new int[256];
        for (int i = 0; i < chosen.Classes.Count; i++)
        {
            indexOf[chosen.Classes[i].Number] = i + 1;
        }

        int count = chosen.Count;
        var plan = engine.Plan(chosen.Slices[0].Slice);
        int maps = plan.Count;
        var values = new float[checked(count * maps)];
        var used = new Dictionary<long, (float[], int)>(count);
        int[] targets = new int[count], ys = new int[count], xs = new int[count], images = new int[count];
        int at = 0;
        for (int s = 0; s < chosen.Slices.Count; s++)
        {
            (int slice, var pixels) = chosen.Slices[s];
            foreach ((int y, int x, byte one) in pixels)
            {
                long key = Key(slice, y, x);
                (float[] block, int row) = rows[key];
                used[key] = (block, row);
                Array.Copy(block, (long)row * maps, values, (long)at * maps, maps);
                (targets[at], ys[at], xs[at], images[at]) = (indexOf[one], y, x, s);
                at++;
            }
        }

        Trim(used, maps);
        return new SegTrainingData(values, targets, plan, classes, LabelEncoding.Indexed, ys, xs, images, []);
    }

    private void Fetch(int slice, List<(int Y, int X, byte Class)> pixels, CancellationToken cancellation)
    {
        var fresh = pixels.Where(p => !rows.ContainsKey(Key(slice, p.Y, p.X))).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        float[] block = engine.Sample(slice, [.. fresh.Select(p => p.Y)], [.. fresh.Select(p => p.X)], cancellation);
        for (int i = 0; i < fresh.Count; i++)
        {
            rows[Key(slice, fresh[i].Y, fresh[i].X)] = (block, i);
        }
    }

    /// <summary>Pixels that were erased keep their rows, for undo, until they take too much.</summary>
    private void Trim(Dictionary<long, (float[] Block, int Row)> used, int maps)
    {
        if ((rows.Count - used.Count) * (long)maps * sizeof(float) > MostBytes)
        {
            rows = used;
        }
    }

    private long Key(int slice, int y, int x) => ((((long)slice * engine.Height) + y) * engine.Width) + x;
}
