using Microsoft.Extensions.Time.Testing;
using VideoStream.Relay;
using VideoStream.Viewers;

namespace VideoStream.Tests.Relay;

public sealed class PublishTurnsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PublishTurns _turns;
    private readonly WakeSignal _first = new(), _second = new();
    private bool _hasRoom = true;

    public PublishTurnsTests() => _turns = new PublishTurns(() => _hasRoom, _time);

    [Fact]
    public void While_there_is_room_anybody_may_publish()
    {
        Assert.True(_turns.TryBegin(_first));
        Assert.True(_turns.TryBegin(_second));
        _turns.End(_first);
        Assert.True(_turns.TryBegin(_first));
    }

    [Fact]
    public void Who_waits_is_woken_when_there_is_room_and_goes_first()
    {
        _hasRoom = false;
        Assert.False(_turns.TryBegin(_second));
        Assert.False(_turns.TryBegin(_first));
        _hasRoom = true;
        // There is, but others came before.
        Assert.False(_turns.TryBegin(_first));

        Wakes(_second);
        Assert.False(_turns.TryBegin(_first));
        Assert.True(_turns.TryBegin(_second));
        _turns.End(_second);
        Wakes(_first);
        Assert.True(_turns.TryBegin(_first));
        _turns.End(_first);
        Assert.False(_turns.Check());
        Assert.True(_turns.TryBegin(_second));
    }

    [Fact]
    public void Nobody_waits_for_one_that_does_not_take_its_turn()
    {
        _hasRoom = false;
        Assert.False(_turns.TryBegin(_first));
        Assert.False(_turns.TryBegin(_second));
        _hasRoom = true;
        Wakes(_first);
        _time.Advance(PublishTurns.LongestTurn);
        Wakes(_second);
        Assert.True(_turns.TryBegin(_second));
        Assert.False(_turns.TryBegin(_first));
    }

    [Fact]
    public void Nobody_waits_for_one_that_has_ended()
    {
        _hasRoom = false;
        Assert.False(_turns.TryBegin(_first));
        Assert.False(_turns.TryBegin(_second));
        _turns.End(_first);
        _hasRoom = true;
        Wakes(_second);
        Assert.True(_turns.TryBegin(_second));
    }

    private void Wakes(WakeSignal publisher)
    {
        Assert.True(_turns.Check());
        Assert.True(publisher.WaitAsync().AsTask().IsCompleted);
    }
}
