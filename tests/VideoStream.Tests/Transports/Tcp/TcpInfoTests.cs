using System.Net.Sockets;
using VideoStream.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Transports.Tcp;

namespace VideoStream.Tests.Transports.Tcp;

/// <summary>What the kernel says of real connections.</summary>
public sealed class TcpInfoTests : IDisposable
{
    private readonly SocketPair _connection = new();
    private readonly TcpInfo _info;

    public TcpInfoTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        _info = new TcpInfo(_connection.Server);
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void TryRead_of_a_new_connection_has_nothing_outstanding()
    {
        Assert.True(_info.TryRead(out TcpSnapshot snapshot));
        Assert.Equal((0L, 0L), (snapshot.BytesInFlight, snapshot.Retransmitted));
        Assert.InRange(snapshot.Segment, 536, 65_536);
        Assert.InRange(snapshot.MinRtt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task TryRead_counts_what_was_taken()
    {
        Assert.True(_info.TryRead(out TcpSnapshot before));
        await _connection.Server.SendAsync(new byte[100_000], TestContext.Current.CancellationToken);
        await _connection.Client.GetStream().ReadExactlyAsync(new byte[100_000], TestContext.Current.CancellationToken);
        TcpSnapshot after = default;
        Limit.Until(() => _info.TryRead(out after) && after.BytesInFlight == 0);
        Assert.Equal(100_000, after.Acknowledged - before.Acknowledged);
    }

    [Fact]
    public void TryRead_tells_what_a_client_that_does_not_read_leaves_with_us()
    {
        _connection.Server.Blocking = false;
        while (_connection.Server.Send(new byte[100_000], SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success)
        {
        }

        Assert.True(_info.TryRead(out TcpSnapshot snapshot));
        Assert.True(snapshot.BytesInFlight > 100_000);
    }

    [Fact]
    public void TryRead_of_a_connection_that_is_gone_fails()
    {
        _connection.Server.Dispose();
        Assert.False(_info.TryRead(out _));
        Assert.False(new TcpInfo(null).TryRead(out _));
    }
}
