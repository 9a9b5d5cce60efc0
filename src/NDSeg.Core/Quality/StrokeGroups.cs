using NDSeg.Training;

namespace NDSeg.Quality;

/// <summary>
/// The strokes of a training table: 8-connected components of every class in every image; where the maps are those of volumes, whose
/// slices stand as images, 26-connected ones. Look for them in the whole table; in a sample of it strokes fall into pieces.
/// </summary>
public sealed class StrokeGroups
{
    private StrokeGroups(IReadOnlyList<Stroke> strokes, int[] strokeOfSample)
    {
        Strokes = strokes;
        StrokeOfSample = strokeOfSample;
    }

    /// <summary>The strokes in order of their first pixel in the table.</summary>
    public IReadOnlyList<Stroke> Strokes { get; }

    /// <summary>For every training pixel the place of its stroke in <see cref="Strokes"/>.</summary>
    public IReadOnlyList<int> StrokeOfSample { get; }

    /// <summary>Finds the strokes from the pixel positions of the table.</summary>
    public static StrokeGroups Find(SegTrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int n = data.SampleCount;
        var sampleAt = new Dictionary<(int Image, int Row, int Column), int>(n);
        for (int i = 0; i < n; i++)
        {
            sampleAt[(data.Images[i], data.Rows[i], data.Columns[i])] = i;
        }

        (int Image, int Row, int Column)[] neighbours = [.. Neighbours(data.Plan.Config.Dimensions)];
        var strokes = new List<Stroke>();
        var strokeOf = new int[n];
        Array.Fill(strokeOf, -1);
        var open = new Stack<int>();
        for (int first = 0; first < n; first++)
        {
            if (strokeOf[first] >= 0)
            {
                continue;
            }

            int pixels = 0;
            strokeOf[first] = strokes.Count;
            open.Push(first);
            while (open.TryPop(out int i))
            {
                pixels++;
                foreach ((int image, int row, int column) in neighbours)
                {
                    if (sampleAt.TryGetValue((data.Images[i] + image, data.Rows[i] + row, data.Columns[i] + column), out int j) && strokeOf[j] < 0 && data.Targets[j] == data.Targets[i])
                    {
                        strokeOf[j] = strokes.Count;
                        open.Push(j);
                    }
                }
            }

            strokes.Add(new Stroke(data.Images[first], data.Targets[first], pixels, data.Rows[first], data.Columns[first]));
        }

        return new StrokeGroups(strokes, strokeOf);
    }

    private static IEnumerable<(int Image, int Row, int Column)> Neighbours(int dimensions)
        => from image in dimensions == 3 ? new[] { -1, 0, 1 } : [0]
           from row in new[] { -1, 0, 1 }
           from column in new[] { -1, 0, 1 }
           select (image, row, column);
}
