namespace NDSeg.Paint.Prediction;

/// <summary>What a page shows.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="Level">The level of its tiles.</param>
/// <param name="Left">First visible column of the image.</param>
/// <param name="Top">First visible row.</param>
/// <param name="Right">The column after the last visible one.</param>
/// <param name="Bottom">The row after the last visible one.</param>
/// <param name="Labels">Whether labels are shown.</param>
/// <param name="Doubt">Whether uncertainty is shown.</param>
internal sealed record PageView(int Slice, int Level, int Left, int Top, int Right, int Bottom, bool Labels, bool Doubt)
{
    /// <summary>Nothing visible.</summary>
    public static PageView Nothing { get; } = new(0, 0, 0, 0, 0, 0, Labels: false, Doubt: false);
}
