using System.Net;
using System.Net.Sockets;
using VideoStream.Cameras.Sources.Network;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Network;

/// <summary>Names with several addresses, of which some lead nowhere. No test connects: each answers for the addresses itself.</summary>
public sealed class StaggeredConnectorTests : IDisposable
{
    private static readonly IPAddress Dead = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Good = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress Six = IPAddress.Parse("2001:db8::1");

    private readonly ObservedTime _time = new();
    private readonly List<Attempt> _attempts = [];
    private IPAddress[] _addresses = [Dead, Good];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_address_is_tried_beside_one_that_does_not_answer()
    {
        Task<ConnectResult> connecting = Connect();
        Assert.Equal([Dead], Tried());
        await PassAsync(StaggeredConnector.AttemptDelay);
        Assert.Equal([Dead, Good], Tried());
        Socket socket = _attempts[1].Succeed();
        Assert.Same(socket, (await Limit.Within(connecting)).Socket);
        Assert.True(_attempts[0].IsCancelled);
    }

    [Fact]
    public async Task The_next_address_is_tried_at_once_after_one_that_refuses()
    {
        Task<ConnectResult> connecting = Connect();
        _attempts[0].Fail(SocketError.ConnectionRefused);
        Limit.Until(() => Tried().Length == 2);
        _attempts[1].Succeed();
        Assert.True((await Limit.Within(connecting)).IsConnected);
    }

    [Fact]
    public async Task The_first_to_answer_wins_and_a_later_connection_is_closed()
    {
        Task<ConnectResult> connecting = Connect();
        await PassAsync(StaggeredConnector.AttemptDelay);
        Socket winner = _attempts[1].Succeed();
        Assert.Same(winner, (await Limit.Within(connecting)).Socket);
        Socket late = _attempts[0].Succeed();
        Limit.Until(() => late.SafeHandle.IsClosed);
        Assert.False(winner.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task The_address_that_worked_is_the_first_the_next_time()
    {
        var connector = Connector();
        Task<ConnectResult> connecting = Connect(connector);
        _attempts[0].Fail(SocketError.HostUnreachable);
        Limit.Until(() => Tried().Length == 2);
        _attempts[1].Succeed();
        await Limit.Within(connecting);
        _attempts.Clear();
        connecting = Connect(connector);
        Assert.Equal([Good], Tried());
        _attempts[0].Succeed();
        await Limit.Within(connecting);
    }

    [Fact]
    public async Task Addresses_that_never_answer_are_given_up_after_the_time_limit()
    {
        Task<ConnectResult> connecting = Connect();
        TimeSpan limit = await _time.NextWaitAsync();
        Assert.Equal(StaggeredConnector.ConnectTimeout, limit);
        await PassAsync(StaggeredConnector.AttemptDelay);
        _time.Advance(limit);
        ConnectResult result = await Limit.Within(connecting);
        Assert.Equal((false, SocketError.TimedOut), (result.IsConnected, result.Error));
        Assert.All(_attempts, attempt => Assert.True(attempt.IsCancelled));
    }

    [Theory]
    [InlineData(SocketError.NetworkUnreachable, SocketError.ConnectionRefused, SocketError.ConnectionRefused)]
    [InlineData(SocketError.ConnectionRefused, SocketError.NetworkUnreachable, SocketError.ConnectionRefused)]
    [InlineData(SocketError.NetworkUnreachable, SocketError.TimedOut, SocketError.TimedOut)]
    public async Task The_most_telling_error_is_the_result(SocketError first, SocketError second, SocketError expected)
    {
        Task<ConnectResult> connecting = Connect();
        _attempts[0].Fail(first);
        Limit.Until(() => Tried().Length == 2);
        _attempts[1].Fail(second);
        Assert.Equal(expected, (await Limit.Within(connecting)).Error);
    }

    [Fact]
    public async Task A_name_without_an_address_is_not_found()
    {
        _addresses = [];
        Assert.Equal(SocketError.HostNotFound, (await Limit.Within(Connect())).Error);
    }

    [Fact]
    public async Task A_cancelled_connect_throws_and_ends_its_attempts()
    {
        using var cancel = new CancellationTokenSource();
        Task<ConnectResult> connecting = Connector().ConnectAsync("camera", 80, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(connecting));
        Assert.True(_attempts[0].IsCancelled);
    }

    [Fact]
    public async Task An_address_is_not_resolved_and_keeps_its_zone()
    {
        _addresses = [];
        Task<ConnectResult> connecting = Connector().ConnectAsync("fe80::1%7", 80, Cancelled);
        Assert.Equal(7, Assert.Single(Tried()).ScopeId);
        _attempts[0].Succeed();
        await Limit.Within(connecting);
    }

    [Fact]
    public void Address_families_alternate_and_begin_with_the_resolver_s_first()
    {
        IPAddress other = IPAddress.Parse("2001:db8::2");
        Assert.Equal([Six, Dead, other, Good], AddressOrder.Of([Six, other, Dead, Good], preferred: null));
        Assert.Equal([Good, Six, Dead, other], AddressOrder.Of([Six, other, Dead, Good], preferred: Good));
        Assert.Equal([Dead], AddressOrder.Of([Dead], preferred: Good));
    }

    public void Dispose()
    {
        foreach (Attempt attempt in _attempts)
            attempt.Dispose();
    }

    private StaggeredConnector Connector() => new(
        _time,
        (_, _) => Task.FromResult(_addresses),
        (endpoint, cancelled) =>
        {
            var attempt = new Attempt(endpoint.Address, cancelled);
            lock (_attempts)
                _attempts.Add(attempt);
            return attempt.Task;
        });

    private Task<ConnectResult> Connect(StaggeredConnector? connector = null) =>
        (connector ?? Connector()).ConnectAsync("camera", 80, Cancelled);

    private IPAddress[] Tried()
    {
        lock (_attempts)
            return [.. _attempts.Select(attempt => attempt.Address)];
    }

    /// <summary>Lets time pass until the next attempt has begun.</summary>
    private async Task PassAsync(TimeSpan delay)
    {
        int before = Tried().Length;
        await _time.PassWaitAsync(delay);
        Limit.Until(() => Tried().Length > before);
    }

    private sealed class Attempt(IPAddress address, CancellationToken cancelled) : IDisposable
    {
        private readonly TaskCompletionSource<Socket> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

        public IPAddress Address => address;

        public Task<Socket> Task => _result.Task;

        public bool IsCancelled => cancelled.IsCancellationRequested;

        public Socket Succeed()
        {
            _result.SetResult(_socket);
            return _socket;
        }

        public void Fail(SocketError error) => _result.SetException(new SocketException((int)error));

        public void Dispose() => _socket.Dispose();
    }
}
