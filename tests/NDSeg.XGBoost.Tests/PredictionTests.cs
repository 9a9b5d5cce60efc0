using NDSeg.TestData;
using NDSeg.Trees;
using Xunit;

namespace NDSeg.XGBoost.Tests;

/// <summary>Our evaluation of a booster against the library's own.</summary>
public class PredictionTests
{
    [XGBoostFact(sharedData: true)]
    public void Margins_equal_the_librarys_bit_for_bit_on_random_rows()
    {
        byte[] json = File.ReadAllBytes(SharedData.PathOf("reference/battery_xgboost_hist.json"));
        LabelledTable table = LabelledTable.Battery();
        const int Rows = 2000;
        float[] values = Mixed(table, Rows);

        float[] expected = XGBoostOracle.Predict(json, values, Rows, table.Features, margins: true);
        var walker = new TreeWalker(XGBoostJson.Parse(json));
        var found = new float[Rows * table.Classes];
        for (int i = 0; i < Rows; i++)
        {
            walker.Sum(values.AsSpan(i * table.Features, table.Features), found.AsSpan(i * table.Classes, table.Classes));
        }

        Assert.Equal(expected, found);
        Assert.Equal(expected, XGBoostOracle.PredictInPlace(json, values, Rows, table.Features, margins: true));
    }

    [XGBoostFact]
    public void Models_trained_here_predict_as_in_the_library()
    {
        foreach (int classes in (ReadOnlySpan<int>)[2, 3, 5])
        {
            LabelledTable table = LabelledTable.Noise(rows: 500, features: 7, classes, seed: 41);
            var trained = table.Train(LabelledTable.Reference.With("Rounds", 12));
            float[] expected = XGBoostOracle.Predict(trained.LibraryModel!, table.Values, table.Rows, table.Features);

            var walker = new TreeWalker(trained.Ensemble);
            var probabilities = new float[classes];
            for (int i = 0; i < table.Rows; i++)
            {
                walker.Probabilities(table.Values.AsSpan(i * 7, 7), probabilities);
                for (int k = 0; k < classes; k++)
                {
                    float library = classes > 2 ? expected[(i * classes) + k] : k == 1 ? expected[i] : 1 - expected[i];
                    Assert.Equal(library, probabilities[k], 1e-6f);
                }
            }
        }
    }

    // Every value comes from the table, most of them from other rows: thresholds lie between such values.
    private static float[] Mixed(LabelledTable table, int rows)
    {
        var random = new Random(37);
        var values = new float[rows * table.Features];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = table.Values[(random.Next(table.Rows) * table.Features) + (i % table.Features)];
        }

        return values;
    }
}
