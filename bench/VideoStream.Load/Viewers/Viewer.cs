using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoStream.Load.Connections;
using VideoStream.Load.Measuring;
using VideoStream.Load.Options;
using VideoStream.Load.Streams;

namespace VideoStream.Load.Viewers;

/// <summary>One viewer: a connection, and a loop that reads frames from it until either side ends it.</summary>
internal sealed class Viewer : IDisposable
{
    private readonly Socket _socket;
    private readonly IFrameStream _stream;
    private readonly ByteWindow _window;
    private readonly TaskCompletionSource _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private volatile bool _isLeaving;

    public Viewer(LoadOptions options, int number, AddressFamily family, MeasuredTime measured, AgeHistogram ages, FrameTrace? trace)
    {
        IsSlow = number < options.Slow;
        if (!IsSlow)
            _hold.SetResult();
        _socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        _window = new ByteWindow(Source(options, name => trace?.AddEvent(number, name)));
        Statistics = new ViewerStatistics(number, measured, ages, trace);
        var frames = new FrameReceiver(Statistics, options.Work, _hold.Task);
        _stream = options.Protocol == StreamProtocol.Ws
            ? new WebSocketStream(options, _socket, frames)
            : new MjpegStream(options, frames);
    }

    /// <summary>Whether it stops reading within its first frame.</summary>
    public bool IsSlow { get; }

    public ViewerStatistics Statistics { get; }

    /// <summary>Why the connection ended before <see cref="LeaveAsync"/>; null if it did not.</summary>
    public string? End { get; private set; }

    /// <summary>Whether it was refused: it ended without a frame.</summary>
    public bool IsRefused => End is not null && Statistics.FramesEver == 0;

    /// <summary>Connects, requests the stream and starts reading. A failure is in <see cref="End"/>.</summary>
    /// <param name="server">Address of the server.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task ConnectAsync(EndPoint server, CancellationToken cancellationToken)
    {
        try
        {
            await using CancellationTokenRegistration cut = cancellationToken.Register(_socket.Dispose);
            await _socket.ConnectAsync(server, cancellationToken);
            await _socket.SendAsync(Encoding.ASCII.GetBytes(_stream.Request), cancellationToken);
            ResponseHead head = await ResponseHead.ReadAsync(_window);
            if (head.Status == _stream.AcceptedStatus)
                _reading = ReadAsync(head.IsChunked);
            else
                End = $"HTTP {head.Status}";
        }
        catch (Exception e) when (IsExpected(e))
        {
            End = cancellationToken.IsCancellationRequested ? "no answer in time" : Describe(e);
        }
    }

    /// <summary>Sends a ping message, if the protocol has one.</summary>
    public void Ping() => (_stream as WebSocketStream)?.Ping();

    /// <summary>Disconnects as a browser does, at the latest after <paramref name="timeout"/>.</summary>
    public async Task LeaveAsync(TimeSpan timeout)
    {
        _isLeaving = true;
        if (!IsSlow && End is null && _stream.TryLeave())
            await _reading.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _hold.TrySetResult();
        await _reading;
    }

    public void Dispose() => _socket.Dispose();

    private IByteSource Source(LoadOptions options, Action<string> notify)
    {
        IByteSource source = new SocketSource(_socket);
        if (options.MegabitsPerSecond > 0)
        {
            _socket.ReceiveBufferSize = ThrottledSource.ReceiveBuffer;
            source = new ThrottledSource(source, options.MegabitsPerSecond * 1e6 / 8);
        }

        return options.StopFor == 0
            ? source
            : new StoppingSource(source, TimeSpan.FromSeconds(options.StopAfter), TimeSpan.FromSeconds(options.StopFor), notify);
    }

    private async Task ReadAsync(bool isChunked)
    {
        string why;
        try
        {
            why = await _stream.ReadAsync(_window, isChunked);
        }
        catch (Exception e) when (IsExpected(e))
        {
            why = Describe(e);
        }

        if (!_isLeaving)
            End = why;
        // Closed at once: the kernel would go on receiving for a connection that is only half closed.
        _socket.Dispose();
    }

    private static bool IsExpected(Exception e) =>
        e is SocketException or EndOfStreamException or InvalidDataException or ObjectDisposedException or OperationCanceledException;

    private static string Describe(Exception e) => e switch
    {
        SocketException socket => socket.SocketErrorCode.ToString(),
        EndOfStreamException => "the connection was closed",
        InvalidDataException => "protocol error: " + e.Message,
        _ => "the server stopped reading",
    };
}
