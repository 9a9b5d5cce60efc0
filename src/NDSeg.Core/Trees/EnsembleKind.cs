namespace NDSeg.Trees;

/// <summary>How the trees of an ensemble are combined.</summary>
public enum EnsembleKind
{
    /// <summary>Bagged trees: the mean of the leaf class distributions; a sample goes left on x &lt;= threshold.</summary>
    Forest,

    /// <summary>Boosted trees: leaf values are added to class margins; a sample goes left on x &lt; threshold.</summary>
    Booster,
}
