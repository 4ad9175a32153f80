using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>A video file, at its own rate (its pictures' own times, where it has them), over and over.</summary>
internal sealed class VideoFile(string path, TimeProvider time) : ICameraReader
{
    private const double FallbackRate = 25;

    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(10);

    private readonly PictureSchedule _schedule = new(time);
    private VideoCapture? _capture;
    private TimeSpan _interval;
    private double _position;
    private long _picturesInThisRound;

    public string? Open(CancellationToken cancellationToken)
    {
        _schedule.Restart();
        return OpenFile();
    }

    public string? Grab(CancellationToken cancellationToken)
    {
        while (!_capture!.Grab())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_picturesInThisRound == 0)
                return $"{path} is not a video: it has no picture that can be decoded";
            // Opened anew rather than wound back: works for every container, and notices that the file is gone or another one.
            if (OpenFile() is { } reason)
                return reason;
        }

        _schedule.WaitForNext(NextInterval(), cancellationToken);
        _picturesInThisRound++;
        return null;
    }

    public bool Retrieve(FrameContent content, Capture capture) => _capture!.Retrieve(content.Writable);

    public void Close()
    {
        _capture?.Dispose();
        _capture = null;
    }

    private string? OpenFile()
    {
        Close();
        if (WhyUnreadable() is { } reason)
            return reason;

        _picturesInThisRound = 0;
        _position = 0;
        _capture = new VideoCapture(Path.GetFullPath(path), VideoCaptureAPIs.FFMPEG);
        if (!_capture.IsOpened())
            return $"{path} is not a video that can be read";
        double rate = _capture.Get(VideoCaptureProperties.Fps);
        _interval = TimeSpan.FromSeconds(1 / (rate is > 0.1 and <= 1000 ? rate : FallbackRate));
        return null;
    }

    private string? WhyUnreadable()
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path))
            return $"{path} is a directory, not a video";
        if (!file.Exists)
            return $"no such file: {Path.GetFullPath(path)}";
        if (file.Length == 0)
            return $"{path} is empty";
        try
        {
            file.OpenRead().Dispose();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"permission denied: the service's user ({Environment.UserName}) may not read {path}";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private TimeSpan NextInterval()
    {
        double position = _capture!.Get(VideoCaptureProperties.PosMsec);
        var own = TimeSpan.FromMilliseconds(position - _position);
        _position = position;
        return own > TimeSpan.Zero && own < MaxInterval ? own : _interval;
    }
}
