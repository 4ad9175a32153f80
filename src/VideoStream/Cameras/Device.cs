using System.Globalization;
using OpenCvSharp;
using VideoStream.Configuration;

namespace VideoStream.Cameras;

/// <summary>A local camera, read through OpenCV: V4L2 on Linux, what the platform has elsewhere.</summary>
internal sealed class Device(string address, CameraOptions options) : ICameraReader
{
    private VideoCapture? _capture;

    public string? Open()
    {
        if (OperatingSystem.IsLinux() && V4l2.WhyUnusable(address) is { } reason)
            return reason;

        _capture = OperatingSystem.IsLinux()
            ? new VideoCapture(address, VideoCaptureAPIs.V4L2)
            : new VideoCapture(int.Parse(address, CultureInfo.InvariantCulture));
        if (!_capture.IsOpened())
            return WhyClosed($"{address} can't be opened: its driver refused (dmesg may say why)");
        Configure(_capture);
        return null;
    }

    // OpenCV gives up after 10 s without a picture, and answers false at once when the camera is gone.
    public string? Grab(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool grabbed = _capture!.Grab();
        cancellationToken.ThrowIfCancellationRequested();
        return grabbed ? null : WhyClosed($"{address} stopped delivering pictures");
    }

    public bool Retrieve(Mat pixels, Capture capture) => _capture!.Retrieve(pixels);

    public void Close()
    {
        _capture?.Dispose();
        _capture = null;
    }

    /// <summary>Why the device does not work, as far as it can be told. Closes it first: while we hold it, it looks busy because of us.</summary>
    private string WhyClosed(string otherwise)
    {
        Close();
        return OperatingSystem.IsLinux() ? V4l2.WhyUnusable(address) ?? otherwise : otherwise;
    }

    /// <summary>
    /// Asks for compressed pictures first, because over USB 2 only those reach 30 pictures a second at 1280x720, then for YUYV.
    /// Set always answers true; what the driver made of it shows in what Get says afterwards.
    /// </summary>
    private void Configure(VideoCapture capture)
    {
        if (!Ask(capture, "MJPG"))
            Ask(capture, "YUYV");
        capture.Set(VideoCaptureProperties.FrameWidth, options.Width);
        capture.Set(VideoCaptureProperties.FrameHeight, options.Height);
        capture.Set(VideoCaptureProperties.Fps, options.FrameRate);
    }

    private static bool Ask(VideoCapture capture, string fourCc)
    {
        int code = VideoWriter.FourCC(fourCc[0], fourCc[1], fourCc[2], fourCc[3]);
        capture.Set(VideoCaptureProperties.FourCC, code);
        return (int)capture.Get(VideoCaptureProperties.FourCC) == code;
    }
}
