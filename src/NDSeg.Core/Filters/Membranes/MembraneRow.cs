namespace NDSeg.Filters.Membranes;

/// <summary>Where one row of the membrane maps goes; null: not wanted.</summary>
internal unsafe struct MembraneRow
{
    internal float* Mean;
    internal float* Max;
    internal float* Min;
    internal float* Sum;
    internal float* Std;
    internal float* Median;
}
