namespace NDSeg.Cpu.Tiles;

/// <summary>What one thread does with each tile it takes.</summary>
internal abstract class TileWorker : LoopWorker<TileRect>;
