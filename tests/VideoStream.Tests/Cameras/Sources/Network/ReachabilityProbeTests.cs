using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Network;

/// <summary>What a server sees of the question whether it is back.</summary>
public sealed class ReachabilityProbeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ReachabilityProbe _probe;

    public ReachabilityProbeTests()
    {
        _listener.Start();
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _probe = new ReachabilityProbe(new StaggeredConnector(_time), "127.0.0.1", port, _time);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_connection_that_answers_the_question_is_kept_for_the_reader()
    {
        Assert.True(await IsReachableAsync());
        Assert.True(await IsReachableAsync());
        using Socket server = await AcceptAsync();
        using Socket? kept = _probe.DetachConnection();
        Assert.Equal(server.RemoteEndPoint, kept?.LocalEndPoint);
        Assert.False(_listener.Pending());
        Assert.Null(_probe.DetachConnection());
    }

    [Fact]
    public async Task A_connection_that_the_server_has_closed_is_replaced()
    {
        Assert.True(await IsReachableAsync());
        (await AcceptAsync()).Dispose();
        Limit.Until(() => IsReachableAsync().Result && _listener.Pending());
    }

    [Fact]
    public async Task A_connection_that_nobody_uses_is_closed()
    {
        Assert.True(await IsReachableAsync());
        using Socket server = await AcceptAsync();
        _time.Advance(ReachabilityProbe.KeepTime);
        Assert.Equal(0, await Limit.Within(server.ReceiveAsync(new byte[1], Cancelled).AsTask()));
        Assert.Null(_probe.DetachConnection());
    }

    [Fact]
    public async Task A_server_that_is_away_is_not_reachable()
    {
        _listener.Stop();
        Assert.False(await IsReachableAsync());
        Assert.Null(_probe.DetachConnection());
    }

    public void Dispose()
    {
        _probe.Dispose();
        _listener.Dispose();
    }

    private Task<bool> IsReachableAsync() => Limit.Within(_probe.IsReachableAsync(Cancelled));

    private Task<Socket> AcceptAsync() => Limit.Within(_listener.AcceptSocketAsync(Cancelled).AsTask());
}
