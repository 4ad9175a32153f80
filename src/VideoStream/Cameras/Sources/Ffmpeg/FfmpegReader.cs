using System.Diagnostics;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Reads a camera through an ffmpeg child process. It sends raw frames through a pipe as YUV4MPEG2: a header with the size, then the
/// frames. If the source changes its size in mid-stream, ffmpeg scales to the first size. The child ends with the connection and with the
/// service.
/// </summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="isPaced">Whether to read at the video's own rate, because the source delivers faster than real time.</param>
/// <param name="time">The clock.</param>
/// <param name="relay">What ffmpeg reads instead of the address; null to let ffmpeg, or a relay of its own, connect.</param>
internal sealed class FfmpegReader(
    CameraUrl url, CameraOptions options, bool isPaced, TimeProvider time, IFfmpegRelay? relay = null) : ICameraReader
{
    private const int MaxHeaderBytes = 256;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A version of ffmpeg that reports its output in other words costs this time, and BT.709 looks as before.</summary>
    private static readonly TimeSpan ReportTimeout = TimeSpan.FromMilliseconds(200);

    private IFfmpegRelay? _relay = relay;
    private FfmpegErrors? _errors;
    private FfmpegLog? _log;
    private Process? _process;
    private CancellationTokenRegistration _kill;
    private readonly PixelPlanes _frame = new();
    private VideoColours _colours;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        if (Start() is { IsOk: false } failed)
            return failed;
        // A blocking read from the pipe ignores the token. It ends when the child is killed.
        _kill = cancellationToken.UnsafeRegister(process => FfmpegProcess.Kill((Process)process!), _process!);
        string? header = ReadLine();
        cancellationToken.ThrowIfCancellationRequested();
        if (header is null)
        {
            CameraFault fault = WaitForFault();
            bool isMute = fault.Kind == CameraFaultKind.NotVideo && time.GetElapsedTime(started) >= FfmpegArguments.SocketTimeout(options);
            return isMute ? fault with { Kind = CameraFaultKind.Mute } : fault;
        }

        if (Y4mHeader.Parse(header) is not { } video)
            return new CameraFault(CameraFaultKind.InvalidFrameSize, url.Display, url.Redact(header));
        _frame.Create(video.Size, video.Subsampling);
        _colours = new(video.IsFullRange, _log!.WaitForBt709(ReportTimeout, cancellationToken));
        return SourceResult.Ok;
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        bool read = ReadLine() is not null && ReadFrame();
        cancellationToken.ThrowIfCancellationRequested();
        return read ? SourceResult.Ok : WaitForFault();
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        _colours.Convert(_frame, content.Writable);
        return true;
    }

    public void Close()
    {
        _kill.Dispose();
        if (_process is { } process)
        {
            FfmpegProcess.Kill(process);
            process.WaitForExit(EndTimeout);
            // Disposing the process leaves a stream open that was used.
            process.StandardOutput.Dispose();
            process.Dispose();
            _process = null;
        }

        _relay?.Dispose();
        _relay = null;
        _frame.Dispose();
    }

    /// <summary>Starts ffmpeg, with a relay for what it must not do itself.</summary>
    private SourceResult Start()
    {
        if (!FfmpegProgram.IsInstalled)
            return new CameraFault(CameraFaultKind.FfmpegMissing);
        FfmpegVersion version = FfmpegProgram.Version;
        if (version.IsTooOld)
            return new CameraFault(CameraFaultKind.FfmpegTooOld, Detail: version.Text);
        _relay ??= FfmpegRelays.Create(url, options, time);
        var input = new FfmpegInput(_relay?.Url ?? url, options, isPaced)
        {
            Extra = _relay?.Options ?? [],
            // A relay makes the connection, and uses the proxy itself where it can.
            InheritsProxy = options.FfmpegUseProxy && _relay is null,
        };
        _errors = new FfmpegErrors(url, input, version);
        _log = new FfmpegLog(_errors);
        try
        {
            _process = FfmpegProcess.Start(input, version, _log.Add);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new CameraFault(CameraFaultKind.FfmpegMissing);
        }

        _relay?.Serve(_process.Id);
        return SourceResult.Ok;
    }

    private string? ReadLine()
    {
        Span<byte> line = stackalloc byte[MaxHeaderBytes];
        Stream output = _process!.StandardOutput.BaseStream;
        for (int length = 0; length < line.Length; length++)
        {
            if (output.ReadAtLeast(line.Slice(length, 1), 1, throwOnEndOfStream: false) == 0)
                return null;
            if (line[length] == '\n')
                return System.Text.Encoding.ASCII.GetString(line[..length]);
        }

        return null;
    }

    private bool ReadFrame()
    {
        if (_frame.IsUnpadded)
            return TryRead(_frame.Bytes);
        return TryRead(_frame.Y) && TryRead(_frame.Cb) && TryRead(_frame.Cr);
    }

    private bool TryRead(Plane plane)
    {
        for (int y = 0; y < plane.Height; y++)
        {
            if (!TryRead(plane.Row(y)))
                return false;
        }

        return true;
    }

    private bool TryRead(Span<byte> samples) =>
        _process!.StandardOutput.BaseStream.ReadAtLeast(samples, samples.Length, throwOnEndOfStream: false) == samples.Length;

    /// <summary>Waits for the end of ffmpeg and of its error output.</summary>
    private CameraFault WaitForFault()
    {
        // Only the overload without a timeout waits for the error output.
        if (_process!.WaitForExit(EndTimeout))
            _process.WaitForExit();
        return _relay?.Fault ?? _errors!.Fault;
    }
}
