using NDSeg.Paint.Strokes;
using Xunit;

namespace NDSeg.Paint.Tests;

/// <summary>What is said about pixels that were painted over.</summary>
public sealed class StrokeBookTests
{
    [Fact]
    public void Pixels_painted_over_are_counted_as_long_as_they_carry_the_class_above()
    {
        var book = new StrokeBook(300, 600);
        Paint(book, 1, 0, 400);
        Paint(book, 2, 100, 500);
        Assert.Equal([(1, 2, 300L)], Covered(book));
        Paint(book, 0, 100, 200);
        Assert.Equal([(1, 2, 200L)], Covered(book));
        Paint(book, 3, 250, 300);
        Assert.Equal([(1, 2, 150L), (2, 3, 50L)], Covered(book));
        Paint(book, 0, 0, 600);
        Assert.Empty(Covered(book));
        Paint(book, 2, 0, 600);
        Assert.Empty(Covered(book));
    }

    [Fact]
    public void Undo_and_redo_count_as_before()
    {
        var book = new StrokeBook(300, 600);
        var steps = new List<(int, int, long)[]> { Covered(book) };
        foreach ((byte one, int from, int to) in new (byte, int, int)[] { (1, 0, 400), (2, 100, 500), (1, 50, 300), (0, 120, 260), (3, 0, 600), (0, 0, 600) })
        {
            Paint(book, one, from, to);
            steps.Add(Covered(book));
        }

        for (int back = steps.Count - 2; back >= 0; back--)
        {
            book.Undo();
            Assert.Equal(steps[back], Covered(book));
        }

        for (int step = 1; step < steps.Count; step++)
        {
            book.Redo();
            Assert.Equal(steps[step], Covered(book));
        }

        Assert.Equal(0, book.Painted);
    }

    [Fact]
    public void A_class_that_gets_the_number_of_a_removed_one_has_covered_nothing()
    {
        var book = new StrokeBook(300, 600);
        Paint(book, 1, 0, 400);
        Paint(book, 2, 0, 400);
        book.Forget(1);
        Assert.Empty(Covered(book));
        Paint(book, 1, 0, 100);
        Assert.Equal([(2, 1, 100L)], Covered(book));
        Paint(book, 0, 0, 600);
        Assert.Empty(Covered(book));
    }

    private static void Paint(StrokeBook book, byte one, int from, int to) => book.Paint(0, one, [new PixelRun(7, from, to - from)]);

    private static (int Before, int After, long Pixels)[] Covered(StrokeBook book) => [.. book.Covered.Select(c => ((int)c.Before, (int)c.After, c.Pixels)).OrderBy(c => c)];
}
