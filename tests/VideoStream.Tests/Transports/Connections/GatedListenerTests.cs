using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using VideoStream.Tests.Support;
using VideoStream.Transports.Connections;

namespace VideoStream.Tests.Transports.Connections;

public sealed class GatedListenerTests : IAsyncDisposable
{
    private const int Most = 1 + ConnectionBudget.Reserve + ConnectionBudget.MaxCut;

    private readonly Backlog _backlog = new();
    private readonly AcceptGate _gate = new(new ConnectionBudget(limit: 1));
    private readonly GatedListener _listener;

    public GatedListenerTests() => _listener = new GatedListener(_backlog, _gate);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _gate.Dispose();
    }

    [Fact]
    public async Task A_burst_is_accepted_up_to_the_limit_and_the_rest_as_others_are_closed()
    {
        ConnectionContext[] burst = [.. Enumerable.Range(0, Most + 2).Select(_ => _backlog.Add())];
        for (int i = 0; i < Most; i++)
            Assert.Same(burst[i], await AcceptAsync());

        Task<ConnectionContext?> next = AcceptAsync();
        Assert.False(next.IsCompleted);
        // Nobody took it from the backlog.
        Assert.Equal(2, _backlog.Waiting);

        Close(burst[7]);
        Assert.Same(burst[Most], await Limit.Within(next));
        Task<ConnectionContext?> last = AcceptAsync();
        Assert.False(last.IsCompleted);
        Close(burst[Most]);
        Assert.Same(burst[Most + 1], await Limit.Within(last));
    }

    [Fact]
    public async Task Unbinding_ends_a_wait_for_others_to_be_closed()
    {
        for (int i = 0; i < Most; i++)
        {
            _backlog.Add();
            await AcceptAsync();
        }

        Task<ConnectionContext?> next = AcceptAsync();
        await _listener.UnbindAsync(TestContext.Current.CancellationToken);
        Assert.Null(await Limit.Within(next));
    }

    [Fact]
    public async Task An_accept_that_fails_takes_no_place()
    {
        for (int i = 0; i < 2 * Most; i++)
        {
            _backlog.Fail();
            await Assert.ThrowsAsync<IOException>(AcceptAsync);
        }

        ConnectionContext connection = _backlog.Add();
        Assert.Same(connection, await Limit.Within(AcceptAsync()));
    }

    private static void Close(ConnectionContext connection) => ((Connection)connection).Close();

    private Task<ConnectionContext?> AcceptAsync() => _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();

    private sealed class Connection : DefaultConnectionContext
    {
        private readonly CancellationTokenSource _closed = new();

        public Connection() => ConnectionClosed = _closed.Token;

        public void Close() => _closed.Cancel();
    }

    /// <summary>The kernel's queue of connections that nobody has accepted.</summary>
    private sealed class Backlog : IConnectionListener
    {
        private readonly Channel<Connection?> _waiting = Channel.CreateUnbounded<Connection?>();

        public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 80);

        public int Waiting => _waiting.Reader.Count;

        public ConnectionContext Add()
        {
            var connection = new Connection();
            _waiting.Writer.TryWrite(connection);
            return connection;
        }

        public void Fail() => _waiting.Writer.TryWrite(null);

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await _waiting.Reader.ReadAsync(cancellationToken) ?? throw new IOException("too many open files");

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
