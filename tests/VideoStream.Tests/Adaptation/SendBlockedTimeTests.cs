using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class SendBlockedTimeTests
{
    private static readonly TimeSpan Interval = Ms(40);

    private readonly SendBlockedTime _blocked = new();

    [Fact]
    public void OnSending_of_the_first_frame_has_no_share() => Assert.Null(_blocked.OnSending(Ms(0)));

    [Fact]
    public void A_frame_is_blocked_from_when_it_is_due()
    {
        _blocked.OnSending(Ms(0));
        Set(true, at: 10);
        Assert.True(_blocked.IsBlocked);
        Set(true, at: 60);
        Set(false, at: 80);
        Assert.False(_blocked.IsBlocked);
        // Of 80 ms the first 40 were before it was due.
        Assert.Equal(0.5, _blocked.OnSending(Ms(80)));
        Assert.Equal(0, _blocked.OnSending(Ms(120)));
    }

    [Fact]
    public void A_frame_that_is_allowed_before_it_is_due_was_not_blocked()
    {
        _blocked.OnSending(Ms(0));
        Set(true, at: 10);
        Set(false, at: 30);
        Assert.Equal(0, _blocked.OnSending(Ms(40)));
    }

    [Fact]
    public void While_the_kernel_has_no_room_for_a_frame_the_next_one_is_blocked()
    {
        _blocked.OnSending(Ms(0));
        _blocked.OnSent(Interval, Ms(90));
        Assert.Equal(Ms(90), _blocked.SinceSending(Ms(90)));
        Assert.Equal(0.5, _blocked.OnSending(Ms(100)));
    }

    [Fact]
    public void Reset_ends_it()
    {
        _blocked.OnSending(Ms(0));
        Set(true, at: 100);
        _blocked.Reset();
        Assert.False(_blocked.IsBlocked);
        Assert.Equal(TimeSpan.Zero, _blocked.SinceSending(Ms(200)));
        Assert.Null(_blocked.OnSending(Ms(200)));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Set(bool isBlocked, double at) => _blocked.Set(isBlocked, Interval, Ms(at));
}
