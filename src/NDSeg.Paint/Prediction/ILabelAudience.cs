namespace NDSeg.Paint.Prediction;

/// <summary>Those who look at labels: what they see decides what is labelled first, and they are told what is ready.</summary>
internal interface ILabelAudience
{
    /// <summary>What every page shows.</summary>
    IReadOnlyList<PageView> Views { get; }

    /// <summary>The strokes to learn from.</summary>
    /// <param name="most">About how many pixels.</param>
    TrainingPixels Choose(int most);

    /// <summary>A tile of level 0 has new labels.</summary>
    void TileReady(int slice, int tileX, int tileY);

    /// <summary>All that is visible has labels of the newest model, or the worker turns to something else: pass on what was held back.</summary>
    void Flush();

    /// <summary>The model, the progress or a message changed.</summary>
    void StatusChanged();
}
