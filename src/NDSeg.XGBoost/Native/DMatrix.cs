using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace NDSeg.XGBoost.Native;

/// <summary>The library's copy of a table, with labels and weights.</summary>
internal sealed unsafe class DMatrix : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly XGBoostApi api;

    private DMatrix(XGBoostApi api)
        : base(ownsHandle: true)
    {
        this.api = api;
    }

    /// <summary>Hands a row-major N x F table over; NaN means missing.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public static DMatrix Create(XGBoostApi api, ReadOnlySpan<float> values, int rows, int columns, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, checked(rows * columns));
        var matrix = new DMatrix(api);
        byte[] config = ArrayInterface.Terminated(string.Create(CultureInfo.InvariantCulture, $$"""{"missing":NaN,"nthread":{{threads}}}"""));
        nint handle = 0;
        fixed (float* data = values)
        fixed (byte* array = ArrayInterface.Describe(data, rows, columns))
        fixed (byte* json = config)
        {
            api.Check(api.MatrixFromDense(array, json, &handle), $"take a table of {rows} x {columns}");
        }

        matrix.SetHandle(handle);
        return matrix;
    }

    /// <summary>Sets the N classes, 0-based.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public void SetLabels(ReadOnlySpan<int> labels)
    {
        fixed (int* data = labels)
        {
            SetInfo("label"u8, ArrayInterface.Describe(data, labels.Length), "take the labels");
        }
    }

    /// <summary>Sets the N sample weights.</summary>
    /// <exception cref="SegException">XGBoostFailed.</exception>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        fixed (float* data = weights)
        {
            SetInfo("weight"u8, ArrayInterface.Describe(data, weights.Length), "take the sample weights");
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => api.MatrixFree(handle) == 0;

    private void SetInfo(ReadOnlySpan<byte> field, byte[] array, string action)
    {
        using var lease = new HandleLease(this);
        fixed (byte* name = field)
        fixed (byte* json = array)
        {
            api.Check(api.MatrixSetInfo(lease.Value, name, json), action);
        }
    }
}
