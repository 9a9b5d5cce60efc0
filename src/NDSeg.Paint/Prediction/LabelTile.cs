namespace NDSeg.Paint.Prediction;

/// <summary>Labels of one tile of an image.</summary>
/// <param name="Model">The number of the model that gave them.</param>
/// <param name="Labels">Class numbers; 0 beyond the image.</param>
/// <param name="Doubt">0 beyond the image, 1 (sure) to 255; null when it was not asked for.</param>
/// <param name="Pixels">Pixels of every class number.</param>
internal sealed record LabelTile(int Model, byte[] Labels, byte[]? Doubt, long[] Pixels);
