using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>A camera as everybody but its own thread sees it: its name, what it is doing, and its newest picture.</summary>
internal sealed class Camera(string name, CameraOptions options, TimeProvider time)
{
    private readonly RateMeter _rate = new(time);
    private CameraStatus _status = new(CameraState.Connecting, null, time.GetUtcNow());
    private NewestPicture? _newest;
    private long _captured;
    private long _undecodable;

    /// <summary>Raised by the camera's thread after each change of <see cref="Status"/>. Handlers must not block.</summary>
    public event Action<Camera>? StatusChanged;

    public string Name => name;

    public CameraOptions Options => options;

    public LatestFrame Frames { get; } = new();

    public FramePool Pool { get; } = new();

    public CameraStatus Status => Volatile.Read(ref _status);

    /// <summary>Facts of the newest picture, which stay when the camera is lost; null before the first one.</summary>
    public NewestPicture? Newest => Volatile.Read(ref _newest);

    /// <summary>How many pictures were captured, which is also the newest one's number.</summary>
    public long Captured => Volatile.Read(ref _captured);

    /// <summary>How many pictures came but couldn't be decoded.</summary>
    public long Undecodable => Volatile.Read(ref _undecodable);

    /// <summary>How old the newest picture is; null before the first one.</summary>
    public TimeSpan? NewestAge => Newest is { } newest ? time.GetElapsedTime(newest.Stamp.Timestamp) : null;

    /// <summary>Reads the picture that has just been grabbed and puts it into the slot. Called by the camera's thread only.</summary>
    /// <returns>Whether it could be decoded.</returns>
    internal bool Take(ICameraReader reader)
    {
        var capture = new Capture(_captured + 1, time.GetTimestamp(), time.GetUtcNow());
        OpenCvSharp.Mat pixels = Pool.Rent();
        try
        {
            if (!reader.Retrieve(pixels, capture) || pixels.Empty())
            {
                Interlocked.Increment(ref _undecodable);
                Pool.Return(pixels);
                return false;
            }
        }
        catch
        {
            Pool.Return(pixels);
            throw;
        }

        Publish(new Frame(Pool, pixels)
        {
            Number = capture.Number,
            CapturedTimestamp = capture.Timestamp,
            CapturedAt = capture.At,
            Rate = _rate.Add(capture.Timestamp),
        });
        return true;
    }

    internal void SetStatus(CameraState state, string? reason = null)
    {
        Volatile.Write(ref _status, new CameraStatus(state, reason, time.GetUtcNow()));
        if (state != CameraState.Live)
        {
            Frames.Clear();
            _rate.Reset();
        }

        StatusChanged?.Invoke(this);
    }

    private void Publish(Frame frame)
    {
        Volatile.Write(ref _captured, frame.Number);
        Volatile.Write(ref _newest, new NewestPicture(frame.Stamp, frame.Size, frame.Rate));
        Frames.Publish(frame);
    }
}
