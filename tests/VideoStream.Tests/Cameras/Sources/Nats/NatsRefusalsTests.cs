using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class NatsRefusalsTests
{
    private const string Subject = "videostream.gate.ask.jpeg.70.plain.full";

    private readonly FakeTimeProvider _time = new();
    private readonly NatsRefusals _refusals;

    public NatsRefusalsTests()
    {
        _refusals = new NatsRefusals(_time);
        _refusals.OnConnected("one", isAsked: false);
        _refusals.Add($"Permissions Violation for Publish to \"{Subject}\"");
    }

    [Fact]
    public void A_connection_that_was_asked_for_keeps_what_the_same_server_refuses()
    {
        int version = _refusals.Version;
        _refusals.OnConnected("one", isAsked: true);

        Assert.NotNull(_refusals.Of(Subject));
        Assert.Equal(version, _refusals.Version);
    }

    [Theory]
    [InlineData("one", false)]
    [InlineData("another", true)]
    [InlineData(null, true)]
    public void Another_connection_may_allow_it(string? server, bool isAsked)
    {
        int version = _refusals.Version;
        _refusals.OnConnected(server, isAsked);

        Assert.True(_refusals.IsEmpty);
        Assert.NotEqual(version, _refusals.Version);
    }

    [Fact]
    public void What_keeps_it_out_is_forgotten_once_it_is_let_in()
    {
        _refusals.Add("Authorization Violation");
        Assert.NotNull(_refusals.OfConnection);
        _refusals.OnConnected("one", isAsked: true);

        Assert.Null(_refusals.OfConnection);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(60, true)]
    public void What_was_said_long_before_a_connection_ends_is_not_why(int seconds, bool isForgotten)
    {
        _refusals.Add("Invalid Subject");
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _refusals.OnLost();

        Assert.Equal(isForgotten, _refusals.OfConnection is null);
    }
}
