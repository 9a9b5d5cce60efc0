using NDSeg.XGBoost.Native;

namespace NDSeg.XGBoost.Tests;

/// <summary>The library's own predictor, which ours is compared with.</summary>
internal static unsafe class XGBoostOracle
{
    /// <summary>N x K probabilities of a model (for two classes N probabilities of the second), through a DMatrix.</summary>
    public static float[] Predict(byte[] json, float[] values, int rows, int features, bool margins = false)
    {
        XGBoostApi api = XGBoostLibrary.Require();
        using DMatrix matrix = DMatrix.Create(api, values, rows, features, threads: 1);
        using Booster booster = Load(api, json);
        using var lease = new HandleLease(booster);
        using var table = new HandleLease(matrix);
        var predict = (delegate* unmanaged[Cdecl]<nint, nint, byte*, ulong**, ulong*, float**, int>)api.Export("XGBoosterPredictFromDMatrix");
        ulong* shape;
        ulong dimensions;
        float* result;
        fixed (byte* config = Config(margins, extra: string.Empty))
        {
            api.Check(predict(lease.Value, table.Value, config, &shape, &dimensions, &result), "predict");
        }

        return Copy(shape, dimensions, result);
    }

    /// <summary>The same straight from the values, without a DMatrix.</summary>
    public static float[] PredictInPlace(byte[] json, float[] values, int rows, int features, bool margins = false)
    {
        XGBoostApi api = XGBoostLibrary.Require();
        using Booster booster = Load(api, json);
        using var lease = new HandleLease(booster);
        var predict = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint, ulong**, ulong*, float**, int>)api.Export("XGBoosterPredictFromDense");
        ulong* shape;
        ulong dimensions;
        float* result;
        fixed (float* data = values)
        fixed (byte* array = ArrayInterface.Describe(data, rows, features))
        fixed (byte* config = Config(margins, extra: ",\"missing\":NaN,\"cache_id\":0"))
        {
            api.Check(predict(lease.Value, array, config, 0, &shape, &dimensions, &result), "predict in place");
            return Copy(shape, dimensions, result);
        }
    }

    private static Booster Load(XGBoostApi api, byte[] json)
    {
        Booster booster = Booster.Create(api, null);
        using var lease = new HandleLease(booster);
        var load = (delegate* unmanaged[Cdecl]<nint, byte*, ulong, int>)api.Export("XGBoosterLoadModelFromBuffer");
        fixed (byte* buffer = json)
        {
            api.Check(load(lease.Value, buffer, (ulong)json.Length), "load a model");
        }

        booster.SetParameter("nthread", "1");
        return booster;
    }

    private static byte[] Config(bool margins, string extra)
        => ArrayInterface.Terminated($$"""{"type":{{(margins ? 1 : 0)}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true{{extra}}}""");

    private static float[] Copy(ulong* shape, ulong dimensions, float* result)
    {
        ulong length = 1;
        for (ulong d = 0; d < dimensions; d++)
        {
            length *= shape[d];
        }

        return new ReadOnlySpan<float>(result, (int)length).ToArray();
    }
}
