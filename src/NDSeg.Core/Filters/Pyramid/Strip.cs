using NDSeg.Cpu.Memory;
using NDSeg.Images;

namespace NDSeg.Filters.Pyramid;

/// <summary>A strip of columns of one channel of an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Channel">0-based channel.</param>
/// <param name="X">First column.</param>
/// <param name="Columns">Columns, rounded up.</param>
/// <param name="Arena">Memory that lasts as long as the strip is worked on.</param>
/// <param name="Work">Memory of a node while it computes rows.</param>
/// <param name="Passing">Rows that are written as maps before the next node computes its own.</param>
internal readonly record struct Strip(SegImage Image, int Channel, int X, int Columns, NativeArena Arena, RowScratch Work, RowScratch Passing);
