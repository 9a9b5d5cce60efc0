using NDSeg.Images;

namespace NDSeg.Paint.Classes;

/// <summary>A class as the painter knows it.</summary>
/// <param name="Number">Its number in the strokes, 1 to 255, for as long as the painter is open.</param>
/// <param name="Value">The value it has in label files.</param>
/// <param name="Name">Display name.</param>
/// <param name="Color">Display colour.</param>
internal sealed record PaintClass(byte Number, long Value, string Name, RgbColor Color);
