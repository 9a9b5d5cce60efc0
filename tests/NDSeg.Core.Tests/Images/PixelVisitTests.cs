using System.Numerics;
using NDSeg.Images;
using Xunit;

namespace NDSeg.Core.Tests.Images;

/// <summary>Every sample type reaches a visitor as the element type of its planes, signed and unsigned kept apart.</summary>
public class PixelVisitTests
{
    [Theory]
    [InlineData(PixelType.Bilevel, typeof(byte), 1)]
    [InlineData(PixelType.UInt8, typeof(byte), 255)]
    [InlineData(PixelType.UInt16, typeof(ushort), 65535)]
    [InlineData(PixelType.UInt32, typeof(uint), 4294967295)]
    [InlineData(PixelType.Int8, typeof(sbyte), 127)]
    [InlineData(PixelType.Int16, typeof(short), 32767)]
    [InlineData(PixelType.Int32, typeof(int), 2147483647)]
    [InlineData(PixelType.Float16, typeof(Half), 1)]
    [InlineData(PixelType.Float32, typeof(float), 1)]
    [InlineData(PixelType.Float64, typeof(double), 1)]
    public void Sample_types_have_their_element_type(PixelType type, Type element, double fullScale)
    {
        Assert.Equal(element, type.Visit<ElementType, Type>(default));
        Assert.Equal(element.MakeArrayType(), SegImage.ArrayTypeOf(type));
        var image = new SegImage(1, 1, type, [Array.CreateInstance(element, 1)]);
        Assert.Equal(fullScale, image.FullScale);
        Assert.Equal(SegImage.BytesPerSample(type), image.SampleBytes(0).Length);
    }

    [Fact]
    public void Every_member_of_the_enumeration_is_visited()
        => Assert.All(Enum.GetValues<PixelType>(), type => Assert.NotNull(type.Visit<ElementType, Type>(default)));

    [Fact]
    public void Unknown_types_are_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => ((PixelType)99).Visit<ElementType, Type>(default));

    [Fact]
    public void Signed_samples_keep_their_sign()
    {
        var image = new SegImage(1, 2, PixelType.Int16, [new short[] { -7, 9 }]);
        Assert.Equal(-7, image[0, 0, 0]);
        Assert.Equal(9, image[0, 0, 1]);
    }

    private readonly struct ElementType : IPixelVisitor<Type>
    {
        public Type Visit<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => typeof(T);
    }
}
