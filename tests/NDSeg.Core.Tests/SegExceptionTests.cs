using Xunit;

namespace NDSeg.Core.Tests;

public sealed class SegExceptionTests
{
    [Fact]
    public void The_remedy_follows_a_sentence_and_stands_below_a_list()
    {
        Assert.Equal("Expected a, found b. Do c.", new SegException("Id", SegErrorKind.NotFound, "Expected a, found b.", "Do c.").Message);
        Assert.Equal($"Looked at:\n  /a\n  /b{Environment.NewLine}Do c.", new SegException("Id", SegErrorKind.NotFound, "Looked at:\n  /a\n  /b", "Do c.").Message);
    }
}
