using VideoStream.Frames.Jpeg;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class HuffmanTableTests
{
    /// <summary>Its codes of other lengths would point outside of the symbols.</summary>
    [Fact]
    public void A_broken_table_leaves_nothing_of_the_one_before()
    {
        byte[] good = [1, .. new byte[14], 200, .. new byte[201]], tooMany = [0, 5, .. new byte[14], .. new byte[5]];
        var table = new HuffmanTable();
        Assert.True(table.TryDefine(good, out _));
        Assert.NotEqual(0, table.Find(0x8000));

        Assert.False(table.TryDefine(tooMany, out _));
        Assert.All(Enumerable.Range(0, 0x10000), next => Assert.Equal(0, table.Find(next)));
    }
}
