using NDSeg.TestData;
using Xunit;

namespace NDSeg.XGBoost.Tests;

public class PublicSurfaceTests
{
    [Fact]
    public void No_foreign_type_is_shown()
        => Assert.Empty(PublicSurface.ForeignTypes(System.Reflection.Assembly.Load("NDSeg.XGBoost")));
}
