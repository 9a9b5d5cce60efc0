namespace NDSeg.Filters;

/// <summary>Places of the six derivative maps of one blur in the stack; -1 where unwanted.</summary>
internal sealed class DerivativeMaps
{
    internal int Gradient { get; private set; } = -1;

    internal int Eig1 { get; private set; } = -1;

    internal int Eig2 { get; private set; } = -1;

    internal int Mod { get; private set; } = -1;

    internal int Trace { get; private set; } = -1;

    internal int Det { get; private set; } = -1;

    /// <summary>Whether any is wanted.</summary>
    internal bool Any => Gradient >= 0 || Eig1 >= 0 || Eig2 >= 0 || Mod >= 0 || Trace >= 0 || Det >= 0;

    internal void Set(FeatureKind kind, int map)
    {
        switch (kind)
        {
            case FeatureKind.Gradient:
                Gradient = map;
                break;
            case FeatureKind.HessianEig1:
                Eig1 = map;
                break;
            case FeatureKind.HessianEig2:
                Eig2 = map;
                break;
            case FeatureKind.HessianMod:
                Mod = map;
                break;
            case FeatureKind.HessianTrace:
                Trace = map;
                break;
            case FeatureKind.HessianDet:
                Det = map;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }
}
