using VideoStream.Frames;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class RelayedSequenceTests
{
    private const int Epoch = 1;

    private readonly RelayedSequence _sequence = new();

    public RelayedSequenceTests() => Assert.True(TryAdd(10, 0));

    [Fact]
    public void TryAdd_UnitsThatDependOnThoseBefore_AreAdded()
    {
        Assert.True(TryAdd(11, 10));
        Assert.True(TryAdd(14, 11));
    }

    /// <summary>As after a camera that the service had lost: what it encoded meanwhile was not published.</summary>
    [Fact]
    public void TryAdd_UnitThatDependsOnOneThatNeverCame_IsNotAddedBeforeTheNextKeyFrame()
    {
        Assert.False(TryAdd(14, 13));
        Assert.True(_sequence.NeedsKeyFrame(layer: 0));
        Assert.False(TryAdd(15, 14));
        Assert.True(TryAdd(16, 0));
        Assert.True(TryAdd(17, 16));
    }

    [Fact]
    public void TryAdd_AfterAShiftOfNumbers_NeedsAKeyFrame()
    {
        Assert.False(TryAdd(11, 10, Epoch + 1));
        Assert.True(TryAdd(12, 0, Epoch + 1));
        Assert.True(TryAdd(13, 12, Epoch + 1));
    }

    /// <summary>Two variants have frames with the same numbers.</summary>
    [Fact]
    public void TryAdd_AfterABegin_NeedsAKeyFrameThatIsNewer()
    {
        _sequence.Begin();
        Assert.False(TryAdd(10, 0));
        Assert.False(TryAdd(11, 10));
        Assert.True(_sequence.NeedsKeyFrame(layer: 2));
        Assert.True(TryAdd(12, 0));
        Assert.True(TryAdd(13, 12));
    }

    [Fact]
    public void TryAdd_MissedUnitOfAHigherLayer_NeedsNoKeyFrame()
    {
        // 11, of layer 1, is missed.
        Assert.False(TryAdd(12, 11, layer: 2));
        Assert.False(_sequence.NeedsKeyFrame(layer: 2));
        Assert.True(TryAdd(13, 10));
    }

    private bool TryAdd(long number, long reference, long epoch = Epoch, int layer = 0) =>
        _sequence.TryAdd(new StreamUnit(number, reference, layer), epoch);
}
