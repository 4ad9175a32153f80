using System.Diagnostics.CodeAnalysis;
using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>
/// Runs one connection to a camera on its own thread, because camera reads block. Opens the reader and captures frames until the source
/// ends or the connection is given up.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has no timer, and a thread that hangs may read it at any time.")]
internal sealed class CaptureThread
{
    private static readonly TimeSpan MaxDamagedTime = TimeSpan.FromSeconds(5);

    private readonly Camera _camera;
    private readonly ICameraReader _reader;
    private readonly int _connection;
    private readonly TimeProvider _time;
    private readonly CapturePace _pace;
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TaskCompletionSource<CameraFault> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _openedAt;
    private long _lastFrameAt;
    private string? _damage;

    private CaptureThread(Camera camera, ICameraReader reader, int connection, TimeProvider time)
    {
        (_camera, _reader, _connection, _time) = (camera, reader, connection, time);
        _pace = new CapturePace(time);
        StartedAt = time.GetTimestamp();
    }

    /// <summary>When the connection started, in monotonic ticks.</summary>
    public long StartedAt { get; }

    /// <summary>When the source had opened, in monotonic ticks; 0 before.</summary>
    public long OpenedAt => Volatile.Read(ref _openedAt);

    /// <summary>When the last frame that was not damaged arrived, in monotonic ticks; 0 before the first one.</summary>
    public long LastFrameAt => Volatile.Read(ref _lastFrameAt);

    /// <summary>Why the last frame was damaged, in words, or empty if that is not known; null if it was not damaged.</summary>
    public string? Damage => Volatile.Read(ref _damage);

    /// <inheritdoc cref="ICameraReader.Hindrance"/>
    public string? Hindrance => _reader.Hindrance;

    /// <inheritdoc cref="ICameraReader.ExpectedSince"/>
    public long? ExpectedSince => _reader.ExpectedSince;

    /// <summary>Completes with the fault when the reader is closed. Never fails, but may never complete if a driver hangs.</summary>
    public Task<CameraFault> Ended => _ended.Task;

    /// <summary>Starts a connection.</summary>
    /// <param name="camera">The camera that publishes the frames.</param>
    /// <param name="reader">The reader. The thread closes it.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="time">The clock.</param>
    public static CaptureThread Start(Camera camera, ICameraReader reader, int connection, TimeProvider time)
    {
        var thread = new CaptureThread(camera, reader, connection, time);
        // A background thread, so that a read that never returns does not keep the process alive.
        new Thread(thread.Run) { IsBackground = true, Name = "camera-" + camera.Name }.Start();
        return thread;
    }

    /// <summary>
    /// Cancels the reader. Returns at once, because the reader's cancellation callbacks close sockets and end processes. The task completes
    /// with the callbacks.
    /// </summary>
    public Task GiveUpAsync() => _givenUp.CancelAsync();

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
            // A failure of a driver or decoder is a fault of the camera, and must not end the process.
            return e is OperationCanceledException && _givenUp.IsCancellationRequested
                ? new CameraFault(CameraFaultKind.GivenUp)
                : new CameraFault(CameraFaultKind.ReaderFailed, Detail: e.Message.ReplaceLineEndings(" "));
        }
    }

    private SourceResult Capture()
    {
        _givenUp.Token.ThrowIfCancellationRequested();
        long now = _time.GetTimestamp();
        bool isGood = FrameCapture.TryPublish(_camera, _reader, _connection);
        Volatile.Write(ref _damage, isGood ? null : FindDamage());
        if (isGood)
            Volatile.Write(ref _lastFrameAt, now);
        _pace.Count(_givenUp.Token);
        if (isGood)
            return SourceResult.Ok;

        long lastGood = Math.Max(LastFrameAt, OpenedAt);
        return _time.GetElapsedTime(lastGood, now) > MaxDamagedTime
            ? new CameraFault(CameraFaultKind.DecodeErrors, Detail: FindDamage())
            : SourceResult.Ok;
    }

    private string FindDamage() => _reader.Damage ?? (_camera.Decodes.IsInDoubt ? "they can't be decoded" : "");
}
