using System.IO.Compression;
using NDSeg.Filters;
using NDSeg.Images;
using NDSeg.Models;
using NDSeg.Storage;
using NDSeg.Training;
using NDSeg.Trees;
using NDSeg.Core.Tests.Training;
using Xunit;

namespace NDSeg.Core.Tests.Models;

/// <content>Models to write and read.</content>
public sealed partial class ModelFileTests
{
    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    private static void AssertCorrupt(byte[] file)
        => Assert.Equal("CorruptModel", Assert.Throws<SegException>(() => ModelFile.Read(new MemoryStream(file))).Id);

    private static byte[] Bytes(SegModel model)
    {
        using var memory = new MemoryStream();
        ModelFile.Write(memory, model);
        return memory.ToArray();
    }

    private static SegModel Forest(int trees = 8, int depth = 8)
    {
        FeatureConfig config = TrainingTables.FewMaps.With("Median") with { IntensityRange = new IntensityRange(-1.5, 1e5), SigmaMultiplier = 0.1 + 0.2 };
        SegTrainingData blobs = TrainingTables.Blobs(150, 3, 4, config);
        for (int i = 0; i < 150; i++)
        {
            blobs.Values[(i * blobs.FeatureCount) + 3] = 1;
        }

        FileFingerprint[] files = [new("image", "schön \"1\".tif[3]", new string('a', 64)), new("labels", "l.tif", new string('b', 64))];
        var data = new SegTrainingData(blobs.Values, blobs.Targets, blobs.Plan, blobs.Classes, LabelEncoding.Rgb, blobs.Rows, blobs.Columns, blobs.Images, files);
        var parameters = new ModelParameters(classWeight: ClassWeighting.None, seed: -7).With("Trees", trees).With("MaxDepth", depth).With("MinLeafSize", 2).With("MaxFeatures", 3).With("Eta", 0.07).With("Gamma", 1.5).With("Rounds", 9);
        return ModelTrainer.Train(new SegModel(parameters), data, new RandomForestTrainer(), RunOptions.Default);
    }

    private static SegModel Booster(byte[] json)
    {
        TreeEnsemble ensemble = XGBoostJson.Parse(json);
        var summary = new TrainingSummary(974, [12, 65, 293, 111, 183, 310], [1, 1, 1, 1, 1, 1], 1, null, [], "1.7.4", []);
        var state = new TrainedState(FeaturePlan.Create(FeatureConfig.Default), TrainingTables.Classes(42, 84, 126, 168, 210, 252), LabelEncoding.Indexed, ensemble, json, new double[58], summary);
        return new SegModel(new ModelParameters("XGBoost"), state);
    }
}
