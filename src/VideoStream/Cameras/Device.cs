using System.Globalization;
using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// A local camera, read through OpenCV: V4L2 on Linux, what the platform has elsewhere. One that delivers motion JPEG is read as such, not decoded.
/// </summary>
internal sealed class Device(string address, CameraOptions options, TimeProvider time) : ICameraReader
{
    private const string MotionJpeg = "MJPG";

    /// <summary>What is asked for where nothing is forced: compressed first, because over USB 2 only that reaches 30 pictures a second at 1280x720.</summary>
    private static readonly string[] Preferred = [MotionJpeg, "YUYV"];

    // A read that ended for lack of a picture takes at least this long; one that fails at once has another cause.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(500);

    private VideoCapture? _capture;
    private Mat? _raw;

    public string? Open(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && V4l2.WhyUnusable(address) is { } reason)
            return reason;
        string? fourCc = ChooseFormat(out string? problem);
        if (problem is not null)
            return problem;

        _capture = OperatingSystem.IsLinux()
            ? new VideoCapture(address, VideoCaptureAPIs.V4L2)
            : new VideoCapture(int.Parse(address, CultureInfo.InvariantCulture));
        if (!_capture.IsOpened())
            return WhyClosed($"{address} can't be opened: its driver refused (dmesg may say why)");
        Configure(_capture, fourCc);
        return null;
    }

    // OpenCV gives up a read after a second without a picture, and answers false at once when the camera is gone.
    public string? Grab(CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = time.GetTimestamp();
            if (_capture!.Grab())
                return null;
            if (time.GetElapsedTime(started) < ShortestTimeout)
                return WhyClosed($"{address} stopped delivering pictures");
        }
        while (!OperatingSystem.IsLinux() || V4l2.IsThere(address));
        return WhyClosed($"{address} stopped delivering pictures");
    }

    public bool Retrieve(FrameContent content, Capture capture)
    {
        if (_raw is null)
            return _capture!.Retrieve(content.Writable);
        return _capture!.Retrieve(_raw) && TryPut(content, _raw);
    }

    public void Close()
    {
        _capture?.Dispose();
        _capture = null;
        _raw?.Dispose();
        _raw = null;
    }

    private static unsafe bool TryPut(FrameContent content, Mat raw)
    {
        // A row of bytes, behind whose picture there may be padding.
        var bytes = new ReadOnlySpan<byte>((void*)raw.Data, checked((int)raw.Total()));
        var scanner = new JpegScanner();
        if (scanner.Advance(bytes) != JpegScan.Complete)
            return false;
        content.Put(JpegBuffer.Copy(bytes[..scanner.Length]), scanner);
        return true;
    }

    /// <summary>Why the device does not work, as far as it can be told. Closes it first: while we hold it, it looks busy because of us.</summary>
    private string WhyClosed(string otherwise)
    {
        Close();
        return OperatingSystem.IsLinux() ? V4l2.WhyUnusable(address) ?? otherwise : otherwise;
    }

    /// <summary>The first that allows the asked size and rate; if none does, the first that there is; null for the driver's own choice.</summary>
    private string? ChooseFormat(out string? problem)
    {
        problem = null;
        if (!OperatingSystem.IsLinux())
            return options.FourCc;
        List<string> offered = V4l2.Formats(address);
        if (options.FourCc is { } forced && offered.Count > 0 && !offered.Contains(forced))
            problem = $"{address} has no format '{forced}'; it has {string.Join(", ", offered.Take(12))}";
        string[] candidates = options.FourCc is null ? Preferred : [options.FourCc];
        var size = new PictureSize(options.Width, options.Height);
        return candidates.FirstOrDefault(format => V4l2.Allows(address, format, size, options.FrameRate))
            ?? candidates.FirstOrDefault(offered.Contains)
            ?? options.FourCc;
    }

    /// <summary>Set always answers true; what the driver made of it shows in what Get says afterwards.</summary>
    private void Configure(VideoCapture capture, string? fourCc)
    {
        if (fourCc is not null)
            capture.Set(VideoCaptureProperties.FourCC, Code(fourCc));
        capture.Set(VideoCaptureProperties.FrameWidth, options.Width);
        capture.Set(VideoCaptureProperties.FrameHeight, options.Height);
        capture.Set(VideoCaptureProperties.Fps, options.FrameRate);
        if (!OperatingSystem.IsLinux() || (int)capture.Get(VideoCaptureProperties.FourCC) != Code(MotionJpeg))
            return;
        capture.Set(VideoCaptureProperties.ConvertRgb, 0);
        if (capture.Get(VideoCaptureProperties.ConvertRgb) == 0)
            _raw = new Mat();
    }

    private static int Code(string fourCc) => VideoWriter.FourCC(fourCc[0], fourCc[1], fourCc[2], fourCc[3]);
}
