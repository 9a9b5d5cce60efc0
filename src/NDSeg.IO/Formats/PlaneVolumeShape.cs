namespace NDSeg.IO.Formats;

/// <summary>The shape of a volume of maps or channels, Z x C x H x W.</summary>
/// <param name="Slices">Number of slices Z.</param>
/// <param name="Planes">Maps of every slice C.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record PlaneVolumeShape(int Slices, int Planes, int Height, int Width)
{
    /// <summary>The shape as text.</summary>
    public override string ToString() => $"{Slices} x {Planes} x {Height} x {Width}";
}
