using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoStream.Load.Connections;
using VideoStream.Load.Measuring;
using VideoStream.Load.Options;
using VideoStream.Load.Streams;

namespace VideoStream.Load.Viewers;

/// <summary>One viewer: a connection, and a loop that reads pictures from it until somebody ends it.</summary>
internal sealed class Viewer : IDisposable
{
    private readonly Socket _socket;
    private readonly IPictureStream _stream;
    private readonly ByteWindow _window;
    private readonly TaskCompletionSource _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private volatile bool _isLeaving;

    public Viewer(LoadOptions options, int number, AddressFamily family, MeasuredTime measured, AgeHistogram ages, PictureTrace? trace)
    {
        IsSlow = number < options.Slow;
        if (!IsSlow)
            _hold.SetResult();
        _socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        _window = new ByteWindow(Source(options, what => trace?.Note(number, what)));
        Statistics = new ViewerStatistics(number, measured, ages, trace);
        var pictures = new PictureIntake(Statistics, _hold.Task);
        _stream = options.Protocol == StreamProtocol.Ws
            ? new WebSocketStream(options, _socket, pictures)
            : new MjpegStream(options, pictures);
    }

    /// <summary>Whether it stops reading at its first picture.</summary>
    public bool IsSlow { get; }

    public ViewerStatistics Statistics { get; }

    /// <summary>Why it ended before it was told to leave; null if it didn't.</summary>
    public string? End { get; private set; }

    /// <summary>Whether it was turned away: it ended without having had a picture.</summary>
    public bool IsRefused => End is not null && Statistics.PicturesEver == 0;

    /// <summary>Connects, asks for pictures and begins to read them. What fails is told by <see cref="End"/>.</summary>
    /// <param name="server">Where to.</param>
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

    /// <summary>Sends a ping message, if the protocol has any.</summary>
    public void Ping() => (_stream as WebSocketStream)?.Ping();

    /// <summary>Leaves as a browser does, or within the given time anyway.</summary>
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

    private IByteSource Source(LoadOptions options, Action<string> tell)
    {
        IByteSource source = new SocketSource(_socket);
        if (options.MegabitsPerSecond > 0)
        {
            _socket.ReceiveBufferSize = ThrottledSource.ReceiveBuffer;
            source = new ThrottledSource(source, options.MegabitsPerSecond * 1e6 / 8);
        }

        return options.StopFor == 0
            ? source
            : new StoppingSource(source, TimeSpan.FromSeconds(options.StopAfter), TimeSpan.FromSeconds(options.StopFor), tell);
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
        // At once: half a connection would go on taking what the server sends.
        _socket.Dispose();
    }

    private static bool IsExpected(Exception e) =>
        e is SocketException or EndOfStreamException or InvalidDataException or ObjectDisposedException or OperationCanceledException;

    private static string Describe(Exception e) => e switch
    {
        SocketException socket => socket.SocketErrorCode.ToString(),
        EndOfStreamException => "the connection was closed",
        InvalidDataException => "protocol error: " + e.Message,
        _ => "the server took nothing of what it was sent",
    };
}
