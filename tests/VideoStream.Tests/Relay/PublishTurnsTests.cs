using Microsoft.Extensions.Time.Testing;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class PublishTurnsTests
{
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(1), Nearly = PublishTurns.LongestQueue;

    private readonly FakeTimeProvider _time = new();
    private readonly PublishTurns _turns;
    private readonly List<Action> _woken = [];
    private readonly Action _first, _second, _third;
    private TimeSpan _queue;

    public PublishTurnsTests()
    {
        _turns = new PublishTurns(() => _queue, _time);
        (_first, _second, _third) = (Publisher(), Publisher(), Publisher());
    }

    [Fact]
    public void While_there_is_room_anybody_may_publish()
    {
        _queue = Nearly;
        Assert.True(_turns.TryBegin(_first));
        Assert.True(_turns.TryBegin(_second));
        _turns.End(_first);
        Assert.True(_turns.TryBegin(_first));
    }

    [Fact]
    public void Who_waits_is_woken_when_there_is_room_in_the_order_in_which_they_came()
    {
        Wait(_second, _first);
        Assert.True(_turns.Check());
        Assert.False(IsWoken(_second));

        _queue = Nearly;
        // There is, but others came before.
        Assert.False(_turns.TryBegin(_third));
        Assert.True(_turns.Check());
        Assert.True(IsWoken(_second));
        Assert.False(IsWoken(_first));
        Assert.False(_turns.TryBegin(_first));
        Assert.True(_turns.TryBegin(_second));

        _turns.End(_second);
        Assert.True(IsWoken(_first));
        Assert.True(_turns.TryBegin(_first));
        // Its frame has filled what there was.
        _queue = Full;
        _turns.End(_first);
        Assert.False(IsWoken(_third));
        Assert.False(_turns.TryBegin(_first));
    }

    [Fact]
    public void Nobody_waits_for_one_whose_frame_takes_long_which_is_published_when_it_comes()
    {
        Wait(_first, _second);
        _queue = Nearly;
        Assert.True(_turns.Check());
        _time.Advance(PublishTurns.LongestTurn);
        Assert.False(_turns.Check());
        Assert.True(IsWoken(_second));
        _queue = Full;
        Assert.True(_turns.TryBegin(_first));
    }

    [Fact]
    public void Nobody_waits_for_one_that_has_ended()
    {
        Wait(_first, _second);
        _turns.End(_first);
        _queue = Nearly;
        Assert.False(_turns.Check());
        Assert.True(IsWoken(_second));
        _turns.End(_second);
        Assert.True(_turns.TryBegin(_third));
    }

    [Fact]
    public void Where_nothing_waits_all_are_woken_soon()
    {
        var many = Enumerable.Range(0, 100).Select(_ => Publisher()).ToArray();
        Wait(many);
        _queue = TimeSpan.Zero;
        int checks = 1;
        while (_turns.Check())
            checks++;
        Assert.InRange(checks, 2, 8);
        Assert.All(many, one => Assert.True(IsWoken(one)));
    }

    /// <summary>Those wait, because there is no room.</summary>
    private void Wait(params Action[] publishers)
    {
        _queue = Full;
        Assert.All(publishers, publisher => Assert.False(_turns.TryBegin(publisher)));
    }

    private Action Publisher()
    {
        Action? wake = null;
        return wake = () => _woken.Add(wake!);
    }

    /// <summary>Whether it was woken since this was asked last.</summary>
    private bool IsWoken(Action publisher) => _woken.Remove(publisher);
}
