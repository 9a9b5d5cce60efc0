// A cycle on purpose: what the graph must find, once through a signature and once through a name in a method body.
namespace NDSeg.Architecture.Tests.ToyUpper
{
    internal sealed class Upper
    {
        internal static ToyLower.Lower? Below { get; set; }
    }
}

namespace NDSeg.Architecture.Tests.ToyLower
{
    internal sealed class Lower
    {
        internal static int Count() => new List<object> { new ToyUpper.Upper() }.Count;
    }
}
