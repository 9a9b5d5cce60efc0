namespace NDSeg.Paint.Strokes;

/// <summary>One step that can be undone: pixels of a slice that got a class.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="Class">The class they got; 0 for erased.</param>
/// <param name="Changes">The pixels that changed, with the class they had, and the one that had been painted over with that.</param>
internal sealed record StrokeEdit(int Slice, byte Class, IReadOnlyList<(PixelRun Run, byte Before, byte Under)> Changes);
