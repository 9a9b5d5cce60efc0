namespace NDSeg.Filters.Pyramid;

/// <summary>What is taken of a stored row: the row itself or a product of what it holds, always as float64.</summary>
internal enum RowSamples
{
    /// <summary>Samples as stored, times the factor that makes them grey values.</summary>
    Grey,

    /// <summary>Squares of grey values.</summary>
    GreySquared,

    /// <summary>Squares of the slopes along the row.</summary>
    SlopeXX,

    /// <summary>Squares of the slopes down the column.</summary>
    SlopeYY,

    /// <summary>Products of both slopes.</summary>
    SlopeXY,

    /// <summary>Float64 values.</summary>
    Wide,
}
