namespace NDSeg.Models;

/// <summary>The learner behind a model.</summary>
public enum SegAlgorithm
{
    /// <summary>Balanced Random Forest; managed code.</summary>
    RandomForest,

    /// <summary>Gradient boosting with the XGBoost library.</summary>
    XGBoost,
}
