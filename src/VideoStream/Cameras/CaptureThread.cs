using System.Diagnostics.CodeAnalysis;
using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>
/// One connection to a camera: opens its reader on a thread of its own, because camera reads block, and captures frame after frame until
/// the source ends or the connection is given up.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token has no timer, and a thread that hangs may read it at any time.")]
internal sealed class CaptureThread
{
    private static readonly TimeSpan MaxDamaged = TimeSpan.FromSeconds(5);

    private readonly Camera _camera;
    private readonly ICameraReader _reader;
    private readonly int _connection;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TaskCompletionSource<CameraFault> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _openedAt;
    private long _goodAt;

    /// <summary>Begins to connect.</summary>
    /// <param name="camera">The camera that gets the frames.</param>
    /// <param name="reader">The source, which this closes.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="time">The clock.</param>
    public CaptureThread(Camera camera, ICameraReader reader, int connection, TimeProvider time)
    {
        (_camera, _reader, _connection, _time) = (camera, reader, connection, time);
        StartedAt = time.GetTimestamp();
        // Background: a read that the driver never ends must not keep the process from ending.
        new Thread(Run) { IsBackground = true, Name = "camera-" + camera.Name }.Start();
    }

    /// <summary>When it began, in monotonic ticks.</summary>
    public long StartedAt { get; }

    /// <summary>When the source was open, in monotonic ticks; 0 while it is not.</summary>
    public long OpenedAt => Volatile.Read(ref _openedAt);

    /// <summary>When the newest good frame came, in monotonic ticks; 0 while there is none.</summary>
    public long GoodAt => Volatile.Read(ref _goodAt);

    /// <summary>Completes with the fault when the source has ended and is closed. Never fails.</summary>
    public Task<CameraFault> Ended => _ended.Task;

    /// <summary>Asks it to end, and doesn't wait. <see cref="Ended"/> may never complete if a driver never comes back.</summary>
    public void GiveUp()
    {
        // Not on the caller's thread: what is registered may close sockets and end processes.
        _ = Task.Run(_givenUp.Cancel);
    }

    private void Run() => _ended.SetResult(OpenAndRead());

    private CameraFault OpenAndRead()
    {
        try
        {
            try
            {
                SourceResult result = _reader.Open(_givenUp.Token);
                Volatile.Write(ref _openedAt, _time.GetTimestamp());
                while (result.IsOk)
                    result = _reader.Grab(_givenUp.Token) is { IsOk: false } ended ? ended : Capture();
                return result.Fault;
            }
            finally
            {
                _reader.Close();
            }
        }
        catch (Exception e)
        {
            // No failure of a driver or decoder may end the process: it is reported, and the camera is tried again.
            return e is OperationCanceledException && _givenUp.IsCancellationRequested
                ? new CameraFault(CameraFaultKind.GivenUp)
                : new CameraFault(CameraFaultKind.ReaderFailed, Detail: e.Message.ReplaceLineEndings(" "));
        }
    }

    private SourceResult Capture()
    {
        _givenUp.Token.ThrowIfCancellationRequested();
        long now = _time.GetTimestamp();
        if (FrameCapture.TryPublish(_camera, _reader, _connection))
        {
            Volatile.Write(ref _goodAt, now);
            return SourceResult.Ok;
        }

        long good = Math.Max(GoodAt, OpenedAt);
        return _time.GetElapsedTime(good, now) > MaxDamaged ? new CameraFault(CameraFaultKind.DecodeErrors) : SourceResult.Ok;
    }
}
