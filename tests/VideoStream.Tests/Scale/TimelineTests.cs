using VideoStream.Scale;

namespace VideoStream.Tests.Scale;

public sealed class TimelineTests
{
    private readonly Timeline _timeline = new();
    private readonly List<string> _seen = [];

    [Fact]
    public void RunUntil_EventsOfAllKinds_RunsThemInOrderOfTime()
    {
        _timeline.After(TimeSpan.FromSeconds(2), () => See("two"));
        _timeline.After(TimeSpan.FromSeconds(1), () =>
        {
            See("one");
            _timeline.After(TimeSpan.FromSeconds(0.5), () => See("between"));
        });
        _timeline.After(TimeSpan.FromSeconds(2), () => See("two, later"));
        _timeline.After(TimeSpan.FromSeconds(4), () => See("too late"));
        _timeline.RunUntil(TimeSpan.FromSeconds(3));

        Assert.Equal(["one at 1", "between at 1.5", "two at 2", "two, later at 2"], _seen);
        Assert.Equal(TimeSpan.FromSeconds(3), _timeline.Now);
    }

    [Fact]
    public void Every_UntilItSaysNo_Repeats()
    {
        _timeline.Every(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), () =>
        {
            See("again");
            return _seen.Count < 3;
        });
        _timeline.RunUntil(TimeSpan.FromSeconds(100));

        Assert.Equal(["again at 1", "again at 3", "again at 5"], _seen);
    }

    private void See(string what) => _seen.Add(FormattableString.Invariant($"{what} at {_timeline.Now.TotalSeconds}"));
}
