using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NDSeg.XGBoost.Native;

/// <summary>A model that grows inside the library. Not thread-safe.</summary>
internal sealed unsafe class Booster : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly XGBoostApi api;

    private Booster(XGBoostApi api)
        : base(ownsHandle: true)
    {
        this.api = api;
    }

    /// <summary>An empty model; predictions for <paramref name="matrix"/> are cached between rounds.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public static Booster Create(XGBoostApi api, DMatrix? matrix)
    {
        var booster = new Booster(api);
        nint handle = 0;
        if (matrix is null)
        {
            api.Check(api.BoosterCreate(null, 0, &handle), "create a model");
        }
        else
        {
            using var lease = new HandleLease(matrix);
            nint cached = lease.Value;
            api.Check(api.BoosterCreate(&cached, 1, &handle), "create a model");
        }

        booster.SetHandle(handle);
        return booster;
    }

    /// <summary>Sets one parameter; the library reads it when the first round begins.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public void SetParameter(string name, string value)
    {
        using var lease = new HandleLease(this);
        fixed (byte* key = ArrayInterface.Terminated(name))
        fixed (byte* text = ArrayInterface.Terminated(value))
        {
            api.Check(api.BoosterSetParam(lease.Value, key, text), $"set {name} to {value}");
        }
    }

    /// <summary>Grows one round of trees.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public void Update(int round, DMatrix matrix)
    {
        using var lease = new HandleLease(this);
        using var table = new HandleLease(matrix);
        int code = api.BoosterUpdate(lease.Value, round, table.Value);
        if (code != 0)
        {
            api.Check(code, string.Create(CultureInfo.InvariantCulture, $"grow round {round + 1}"));
        }
    }

    /// <summary>Stores the names of the maps in the model.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public void SetFeatureNames(IReadOnlyList<string> names)
    {
        using var lease = new HandleLease(this);
        var texts = new byte*[names.Count];
        try
        {
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(names[i]);
            }

            fixed (byte* field = "feature_name"u8)
            fixed (byte** array = texts)
            {
                api.Check(api.BoosterSetFeatureInfo(lease.Value, field, array, (ulong)texts.Length), "store the names of the maps");
            }
        }
        finally
        {
            foreach (byte* text in texts)
            {
                Marshal.FreeCoTaskMem((nint)text);
            }
        }
    }

    /// <summary>For every map the sum of the loss reductions of the splits on it; call it before the maps are named.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public double[] TotalGain(int featureCount)
    {
        var gain = new double[featureCount];
        using var lease = new HandleLease(this);
        ulong count, dimensions;
        byte** features;
        ulong* shape;
        float* scores;
        fixed (byte* config = """{"importance_type":"total_gain"}"""u8)
        {
            api.Check(api.BoosterFeatureScore(lease.Value, config, &count, &features, &dimensions, &shape, &scores), "report the gain of the maps");
        }

        for (ulong i = 0; i < count; i++)
        {
            // Without names of their own the maps are called f0, f1, ...; maps that no tree tests are left out.
            string name = Marshal.PtrToStringUTF8((nint)features[i])!;
            gain[int.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture)] = scores[i];
        }

        return gain;
    }

    /// <summary>The model as the library's own JSON, UTF-8.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public byte[] SaveJson()
    {
        using var lease = new HandleLease(this);
        ulong length;
        byte* text;
        fixed (byte* config = """{"format":"json"}"""u8)
        {
            api.Check(api.BoosterSave(lease.Value, config, &length, &text), "write the model as JSON");
        }

        // The buffer belongs to the library and is valid until its next call.
        return new ReadOnlySpan<byte>(text, checked((int)length)).ToArray();
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => api.BoosterFree(handle) == 0;
}
