using System.Numerics;

namespace NDSeg.Images;

/// <summary>
/// Work on samples that is written once for all sample types; <see cref="PixelVisit.Visit"/> calls it with the type that
/// an image has. Implement it as a struct: the loop is then compiled for every sample type, without a call per sample.
/// </summary>
/// <typeparam name="TResult">What the work gives.</typeparam>
public interface IPixelVisitor<out TResult>
{
    /// <summary>Does the work.</summary>
    /// <typeparam name="T">Element type of the planes: <see cref="byte"/> for bilevel images too.</typeparam>
    TResult Visit<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
