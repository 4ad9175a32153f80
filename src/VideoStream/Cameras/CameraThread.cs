namespace VideoStream.Cameras;

/// <summary>
/// Reads one camera on a thread of its own, because camera reads block: opens the source, takes picture after picture, and when
/// the source can't be opened or ends, says why once and tries again for ever.
/// </summary>
internal sealed partial class CameraThread(Camera camera, ICameraReader reader, TimeProvider time, ILogger<CameraThread> logger)
    : IDisposable
{
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxUndecodable = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ReopenDelay _delay = new();
    private Thread? _thread;
    private string? _reported;
    private long _goodAt;
    private bool _disposed;

    public void Start()
    {
        // Background: a read that the driver never ends must not keep the process from ending.
        _thread = new Thread(Run) { IsBackground = true, Name = "camera-" + camera.Name };
        _thread.Start();
    }

    /// <summary>Asks the thread to end, and waits a moment; one that sits in a blocked read is left to the process's end.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _stop.Cancel();
        if (_thread is null || _thread.Join(JoinTimeout))
            _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                string reason = OpenAndRead();
                camera.SetStatus(CameraState.Lost, reason);
                Report(reason);
                Clock.WaitUntil(time, time.GetTimestamp() + time.Ticks(_delay.Next()), _stop.Token);
                camera.SetStatus(CameraState.Connecting, reason);
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        finally
        {
            camera.Frames.Clear();
            camera.Pool.Dispose();
        }
    }

    private string OpenAndRead()
    {
        try
        {
            try
            {
                string? reason = reader.Open();
                _goodAt = time.GetTimestamp();
                while (reason is null)
                    reason = reader.Grab(_stop.Token) ?? Take();
                return reason;
            }
            finally
            {
                reader.Close();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            // Whatever a driver or decoder does must not end the thread: it is reported, and tried again.
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private string? Take()
    {
        if (!camera.Take(reader))
            return time.GetElapsedTime(_goodAt) > MaxUndecodable ? "delivers nothing but pictures that can't be decoded" : null;
        _goodAt = time.GetTimestamp();
        if (camera.Status.State == CameraState.Live)
            return null;
        _delay.Reset();
        _reported = null;
        camera.SetStatus(CameraState.Live);
        LogLive(camera.Name, camera.Newest!.Size);
        return null;
    }

    private void Report(string reason)
    {
        if (reason == _reported)
            return;
        _reported = reason;
        LogLost(camera.Name, reason);
    }
}
