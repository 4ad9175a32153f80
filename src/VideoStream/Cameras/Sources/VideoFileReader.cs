using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources;

/// <summary>Plays a video file in a loop, by the times of its frames, or at its frame rate if the frames have no times.</summary>
internal sealed class VideoFileReader(string path, TimeProvider time) : ICameraReader
{
    private const double FallbackRate = 25;

    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(10);

    private readonly PlaybackClock _clock = new(time);
    private VideoCapture? _capture;
    private Mat? _pixels;
    private TimeSpan _interval;
    private double _position;
    private long _framesInThisRound;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        _clock.Restart();
        return OpenFile();
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        while (!_capture!.Grab())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_framesInThisRound == 0)
                return new CameraFault(CameraFaultKind.NothingDecodable, path);
            // Reopening works for every container, seeking does not. It also notices that the file was removed or replaced.
            if (OpenFile() is { IsOk: false } failed)
                return failed;
        }

        _clock.WaitForNext(NextInterval(), cancellationToken);
        _framesInThisRound++;
        return SourceResult.Ok;
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        _pixels ??= new Mat();
        if (!_capture!.Retrieve(_pixels))
            return false;
        BgrConversion.ToPlanes(_pixels, content.Writable);
        return true;
    }

    public void Close()
    {
        CloseFile();
        _pixels?.Dispose();
        _pixels = null;
    }

    private void CloseFile()
    {
        _capture?.Dispose();
        _capture = null;
    }

    private SourceResult OpenFile()
    {
        CloseFile();
        if (VideoFileCheck.Run(path) is { IsOk: false } unreadable)
            return unreadable;

        _framesInThisRound = 0;
        _position = 0;
        _capture = new VideoCapture(Path.GetFullPath(path), VideoCaptureAPIs.FFMPEG);
        if (!_capture.IsOpened())
            return new CameraFault(CameraFaultKind.UnreadableVideo, path);
        double rate = _capture.Get(VideoCaptureProperties.Fps);
        _interval = TimeSpan.FromSeconds(1 / (rate is > 0.1 and <= 1000 ? rate : FallbackRate));
        return SourceResult.Ok;
    }

    private TimeSpan NextInterval()
    {
        double position = _capture!.Get(VideoCaptureProperties.PosMsec);
        var own = TimeSpan.FromMilliseconds(position - _position);
        _position = position;
        return own > TimeSpan.Zero && own < MaxInterval ? own : _interval;
    }
}
