using System.Net.Sockets;
using NATS.Client.Core;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>One connection to a NATS server. It connects again by itself, and knows why it is not connected.</summary>
internal sealed partial class NatsServer : IAsyncDisposable
{
    /// <summary>Before it logs in again where it was refused: all relays would else ask three times a second.</summary>
    private static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan DropInterval = TimeSpan.FromSeconds(0.5);

    /// <summary>The log says it once where it goes on.</summary>
    private static readonly TimeSpan DropLogPause = TimeSpan.FromMinutes(1);

    /// <summary>How long a new connection that was asked for may take before the server counts as lost.</summary>
    private static readonly TimeSpan DropTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(2);

    private const string NoTls = "it offers no TLS, which is needed because Nats:CaFile is set";

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _display;
    private readonly bool _needsTls;
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _failure;
    private volatile string? _keyFailure;
    private string? _logged;

    /// <summary>What the server had said before it did not answer any more.</summary>
    private object? _unanswered;

    private Socket? _socket;
    private long _droppedAt;
    private long _drops;
    private long _openedAt;
    private (string Host, int Port) _tried;

    private NatsServer(CameraUrl url, NatsOptions options, TimeProvider time, ILogger logger)
    {
        (_time, _logger, _display, _needsTls) = (time, logger, url.Display, options.CaFile is not null);
        (Refusals, Deliveries) = (new NatsRefusals(time), new DeliveringServices(time));
        NatsOpts opts = NatsClientOptions.Of(url, options, failure => _failure = failure, failure => _keyFailure = failure);
        Connection = new NatsConnection(opts with { LoggerFactory = new NatsConnectLog(OnUnanswered) });
        Connection.OnConnectingAsync = BeforeConnectingAsync;
        Connection.OnSocketAvailableAsync = LimitUnsent;
        Connection.ConnectionOpened += (_, _) => OnOpened();
        Connection.ConnectionDisconnected += (_, _) => OnLost();
        Connection.ReconnectFailed += (_, _) => OnLost();
        Connection.ServerError += (_, refused) =>
        {
            Refusals.Add(refused.Error);
            return default;
        };
    }

    /// <summary>Raised when it has connected, or is not connected any more. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>The connection.</summary>
    public NatsConnection Connection { get; }

    /// <summary>Its newest socket, perhaps closed; null before the first.</summary>
    public Socket? Socket => Volatile.Read(ref _socket);

    /// <summary>The address, without secrets.</summary>
    public string Display => _display;

    /// <summary>Whether it is connected.</summary>
    public bool IsConnected => Connection.ConnectionState == NatsConnectionState.Open;

    /// <summary>Whether it is not connected, other than for the moment in which it connects anew.</summary>
    public bool IsLost => !IsConnected && !IsConnectingAnew;

    /// <summary>The longest message that the server accepts, in bytes; 0 before the first connection.</summary>
    public int MaxPayload => Connection.ServerInfo?.MaxPayload ?? 0;

    /// <summary>What the server refuses.</summary>
    public NatsRefusals Refusals { get; }

    /// <summary>How long ago it connected last.</summary>
    public TimeSpan OpenedFor => _time.GetElapsedTime(Interlocked.Read(ref _openedAt));

    /// <summary>Which services send frames over it.</summary>
    public DeliveringServices Deliveries { get; }

    /// <summary>How often it was made anew, so that the server drops what it keeps for it.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>Why it is not connected.</summary>
    public CameraFault Fault => (Refusals.OfConnection, IsWithoutTls ? NoTls : _failure) switch
    {
        // The server refuses who brings no credential, but that is not why.
        _ when _keyFailure is { } failure => new(CameraFaultKind.NatsFailed, _display, failure),
        ({ } refusal, _) => new(CameraFaultKind.NatsRefused, _display, refusal),
        (null, { } failure) => new(CameraFaultKind.NatsFailed, _display, failure),
        _ => new(CameraFaultKind.NatsUnreachable, _display),
    };

    /// <summary>The client closes such a connection without a word.</summary>
    private bool IsWithoutTls => _needsTls
        && Connection.ServerInfo is { TlsRequired: false, TlsAvailable: false } info
        && !ReferenceEquals(info, Volatile.Read(ref _unanswered));

    private bool IsConnectingAnew => Interlocked.Read(ref _droppedAt) is not 0 and var at && _time.GetElapsedTime(at) <= DropTimeout;

    /// <summary>Makes a connection, and begins to connect.</summary>
    public static NatsServer Start(CameraUrl url, NatsOptions options, TimeProvider time, ILogger logger)
    {
        var server = new NatsServer(url, options, time, logger);
        _ = server.ConnectAsync();
        return server;
    }

    /// <summary>Waits until it is connected.</summary>
    /// <returns>Whether it is; false after the time.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            Task opened = Volatile.Read(ref _opened).Task;
            if (!IsConnected)
                await opened.WaitAsync(atMost, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return IsConnected;
        }

        return IsConnected;
    }

    /// <summary>Begins to connect anew, so that the server drops what it keeps for this connection. At most twice a second.</summary>
    /// <returns>False if it has just begun to.</returns>
    public bool TryDropBacklog()
    {
        long now = _time.GetTimestamp(), last = Interlocked.Read(ref _droppedAt);
        if ((last != 0 && _time.GetElapsedTime(last, now) < DropInterval)
            || Interlocked.CompareExchange(ref _droppedAt, now, last) != last)
            return false;
        Interlocked.Increment(ref _drops);
        if (last == 0 || _time.GetElapsedTime(last, now) > DropLogPause)
            LogDropping(_logger, _display);
        _ = Connection.ReconnectAsync().AsTask();
        return true;
    }

    /// <summary>Closes the connection. A link that stands still takes no farewell, and the process ends without one.</summary>
    public async ValueTask DisposeAsync() => await Connection.DisposeAsync().AsTask()
        .WaitAsync(LongestClose, _time, CancellationToken.None)
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>
    /// A new connection that was asked for goes to the same server of a cluster, where the client would try all others first: some can't be
    /// reached from here, and what this one refuses is known.
    /// </summary>
    private async ValueTask<(string Host, int Port)> BeforeConnectingAsync((string Host, int Port) server)
    {
        if (Refusals.OfConnection is not null)
            await Task.Delay(RefusedPause, _time);
        _tried = IsConnectingAnew ? _tried : server;
        return _tried;
    }

    /// <summary>Frames that are published over a thin link are to be new ones.</summary>
    private ValueTask<INatsSocketConnection> LimitUnsent(INatsSocketConnection connection)
    {
        if (connection is INatsTlsUpgradeableSocketConnection { Socket: { } socket })
        {
            UnsentLimit.Apply(socket);
            Volatile.Write(ref _socket, socket);
        }

        return ValueTask.FromResult(connection);
    }

    private async Task ConnectAsync()
    {
        _ = ReportStartAsync();
        while (!await TryConnectAsync())
            await Task.Delay(RefusedPause, _time);
    }

    /// <summary>Connects. The client tries again by itself, if it does not give up for a reason that it did not expect.</summary>
    /// <returns>False to try again.</returns>
    private async Task<bool> TryConnectAsync()
    {
        try
        {
            await Connection.ConnectAsync();
            return true;
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            return true;
        }
        catch (Exception e)
        {
            _failure ??= e.Message;
            await OnLost();
            return false;
        }
    }

    /// <summary>The client goes on trying without a word.</summary>
    private async Task ReportStartAsync()
    {
        if (!await WaitAsync(NatsClientOptions.ConnectTimeout, CancellationToken.None))
            await OnLost();
    }

    private void OnUnanswered(string? failure)
    {
        Volatile.Write(ref _unanswered, Connection.ServerInfo);
        _failure = failure;
    }

    private ValueTask OnOpened()
    {
        Refusals.OnConnected(Connection.ServerInfo?.Id, isAsked: IsConnectingAnew);
        (_failure, _keyFailure, _logged) = (null, null, null);
        Interlocked.Exchange(ref _openedAt, _time.GetTimestamp());
        LogConnected(_logger, _display);
        Volatile.Read(ref _opened).TrySetResult();
        Changed?.Invoke();
        return default;
    }

    private ValueTask OnLost()
    {
        Refusals.OnLost();
        if (Volatile.Read(ref _opened).Task.IsCompleted)
            Volatile.Write(ref _opened, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        string reason = Fault.Text;
        if (!IsConnectingAnew && Interlocked.Exchange(ref _logged, reason) != reason)
            LogLost(_logger, reason);
        Changed?.Invoke();
        return default;
    }
}
