using NDSeg.Images;

namespace NDSeg.IO.Formats;

/// <summary>Shape and type of the one image in a PNG or JPEG file.</summary>
internal sealed record FlatImage(int Height, int Width, int Channels, PixelType Type, PixelSize? PixelSize);
