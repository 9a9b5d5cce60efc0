using NDSeg.Cpu.Memory;

namespace NDSeg.Cpu.Prediction;

/// <summary>Applies a compiled ensemble to tiles for one thread, in its own way; all ways give the same results.</summary>
internal unsafe interface ITileEvaluator
{
    /// <summary>Labels 1..K of a tile.</summary>
    /// <typeparam name="T">byte or ushort.</typeparam>
    void Labels<T>(in RowPlanes tile, T* target, long labelStride)
        where T : unmanaged;

    /// <summary>Class probabilities of a tile.</summary>
    void Probabilities(in RowPlanes tile, float* target, long planeStride, long rowStride);
}
