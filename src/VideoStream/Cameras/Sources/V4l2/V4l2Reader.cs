using System.Globalization;
using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>
/// Reads a local camera through OpenCV: with V4L2 on Linux, with OpenCV's default on other systems. Motion JPEG is not decoded.
/// </summary>
internal sealed class V4l2Reader(string address, CameraOptions options, TimeProvider time) : ICameraReader
{
    private const string MotionJpeg = "MJPG", Yuyv = "YUYV";

    /// <summary>The formats to try unless one is configured. Over USB 2 only JPEG reaches 30 frames per second at 1280x720.</summary>
    private static readonly string[] Preferred = [MotionJpeg, Yuyv];

    /// <summary>The formats that OpenCV need not convert.</summary>
    private static readonly string[] Unconverted = [MotionJpeg, Yuyv];

    // A read that timed out took at least this long. One that failed sooner has another cause.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(0.5);

    private VideoCapture? _capture;
    private Mat? _frame;
    private string? _format;
    private bool _isRaw;
    private JpegEndFinder? _ends;

    public string? Damage { get; private set; }

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && V4l2Device.Check(address) is { IsOk: false } unusable)
            return unusable;
        if (ChooseFormat(out string? fourCc) is { IsOk: false } unsupported)
            return unsupported;

        _capture = OperatingSystem.IsLinux()
            ? new VideoCapture(address, VideoCaptureAPIs.V4L2)
            : new VideoCapture(int.Parse(address, CultureInfo.InvariantCulture));
        if (!_capture.IsOpened())
            return FaultOr(CameraFaultKind.DriverRefused);
        if (OperatingSystem.IsLinux())
            V4l2Native.CloseInChildren(address);
        Configure(_capture, fourCc);
        return SourceResult.Ok;
    }

    // OpenCV returns false after a second without a frame, and at once if the camera is gone.
    public SourceResult Grab(CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            long started = time.GetTimestamp();
            if (_capture!.Grab())
                return SourceResult.Ok;
            if (time.GetElapsedTime(started) < ShortestTimeout)
                return FaultOr(CameraFaultKind.DeviceStopped);
        }
        while (!OperatingSystem.IsLinux() || V4l2Device.IsPresent(address));
        return FaultOr(CameraFaultKind.DeviceStopped);
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (!_capture!.Retrieve(_frame ??= new Mat()))
            return false;
        if (_isRaw && _format == MotionJpeg)
            return TryPutJpeg(content, _frame);
        PutPixels(content.Writable, _frame);
        return true;
    }

    public void Close()
    {
        _capture?.Dispose();
        _capture = null;
        _frame?.Dispose();
        _frame = null;
    }

    /// <summary>Takes the JPEG out of a frame of the driver, and puts it into the content.</summary>
    /// <returns>False if it is damaged.</returns>
    internal unsafe bool TryPutJpeg(FrameContent content, Mat raw)
    {
        // One row of bytes. Padding may follow the JPEG.
        var bytes = new ReadOnlySpan<byte>((void*)raw.Data, checked((int)raw.Total()));
        var scanner = new JpegScanner();
        bool isComplete = scanner.Advance(bytes) == JpegScan.Complete;
        Damage = scanner.Excess;
        int end = scanner.Length;
        // Some capture devices leave out the end marker.
        if (!isComplete && (Damage is not null || !scanner.HasData || !(_ends ??= new JpegEndFinder()).TryFind(bytes, out end)))
            return false;
        content.Put(new JpegPayload(PooledBuffer.Copy(bytes[..end], isComplete ? default : JpegMarkers.End), scanner));
        return true;
    }

    /// <summary>Puts the pixels of a frame of the driver, or those that OpenCV made of it.</summary>
    private unsafe void PutPixels(PixelPlanes planes, Mat frame)
    {
        if (_isRaw && _format == Yuyv && frame.Type() == MatType.CV_8UC2 && frame.IsContinuous())
            YuyvFrame.ToPlanes(new ReadOnlySpan<byte>((void*)frame.Data, (int)(frame.Total() * 2)), new(frame.Width, frame.Height), planes);
        else
            BgrConversion.ToPlanes(frame, planes);
    }

    /// <summary>The fault that the system reports, or else this one. Closes the device first, because it would seem busy.</summary>
    private CameraFault FaultOr(CameraFaultKind otherwise)
    {
        Close();
        return (OperatingSystem.IsLinux() ? V4l2Device.Check(address).Fault : null) ?? new CameraFault(otherwise, address);
    }

    /// <summary>
    /// Chooses the first format that supports the configured size and rate. If none does, the first that the device has. Null leaves the
    /// choice to the driver.
    /// </summary>
    private SourceResult ChooseFormat(out string? fourCc)
    {
        fourCc = options.FourCc;
        if (!OperatingSystem.IsLinux())
            return SourceResult.Ok;
        List<string> offered = V4l2Formats.List(address);
        if (options.FourCc is { } forced && offered.Count > 0 && !offered.Contains(forced))
            return new CameraFault(CameraFaultKind.NoSuchFormat, address, $"'{forced}'; it has {string.Join(", ", offered.Take(12))}");
        string[] candidates = options.FourCc is null ? Preferred : [options.FourCc];
        var size = new PictureSize(options.Width, options.Height);
        fourCc = candidates.FirstOrDefault(format => V4l2Formats.Supports(address, format, size, options.FrameRate))
            ?? candidates.FirstOrDefault(offered.Contains)
            ?? options.FourCc;
        return SourceResult.Ok;
    }

    /// <summary>Set always returns true, so Get is needed to see what the driver accepted.</summary>
    private void Configure(VideoCapture capture, string? fourCc)
    {
        if (fourCc is not null)
            capture.Set(VideoCaptureProperties.FourCC, Code(fourCc));
        capture.Set(VideoCaptureProperties.FrameWidth, options.Width);
        capture.Set(VideoCaptureProperties.FrameHeight, options.Height);
        capture.Set(VideoCaptureProperties.Fps, options.FrameRate);
        _format = Unconverted.FirstOrDefault(format => (int)capture.Get(VideoCaptureProperties.FourCC) == Code(format));
        if (!OperatingSystem.IsLinux() || _format is null)
            return;
        capture.Set(VideoCaptureProperties.ConvertRgb, 0);
        _isRaw = capture.Get(VideoCaptureProperties.ConvertRgb) == 0;
    }

    private static int Code(string fourCc) => VideoWriter.FourCC(fourCc[0], fourCc[1], fourCc[2], fourCc[3]);
}
