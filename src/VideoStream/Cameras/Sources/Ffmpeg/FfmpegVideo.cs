using System.ComponentModel;
using System.Diagnostics;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// A running ffmpeg that sends raw frames through a pipe as YUV4MPEG2: a header with the size, then the frames. If the source changes its
/// size in mid-stream, ffmpeg scales to the first size. The process ends with the connection and with the service.
/// </summary>
internal sealed class FfmpegVideo : IDisposable
{
    private const int MaxHeaderBytes = 256;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A version of ffmpeg that reports its output in other words costs this time, and its videos count as untagged.</summary>
    private static readonly TimeSpan ReportTimeout = TimeSpan.FromMilliseconds(200);

    private readonly FfmpegLog _log;
    private readonly Process _process;
    private readonly CancellationTokenRegistration _kill;
    private readonly PixelPlanes _frame = new();
    private VideoColours _colours;

    private FfmpegVideo(FfmpegCall call, FfmpegErrors errors, CancellationToken cancellationToken)
    {
        _log = new FfmpegLog(errors);
        _process = FfmpegProcess.Start(call, _log.Add);
        // Reads and writes of pipes block, and ignore the token. They end when the child is killed.
        _kill = cancellationToken.UnsafeRegister(video => ((FfmpegVideo)video!).Kill(), this);
        FfmpegProcess.WriteInput(_process, call.Script);
    }

    public int ProcessId => _process.Id;

    /// <summary>Whether a signal ended ffmpeg: it crashed, or was killed. Known after <see cref="WaitForEnd"/>.</summary>
    public bool IsKilled => _process.HasExited && _process.ExitCode > 128;

    /// <summary>Starts ffmpeg on the calling thread, which must be the connection's own.</summary>
    /// <param name="call">How to call it.</param>
    /// <param name="errors">Gets its errors.</param>
    /// <param name="cancellationToken">Ends it, until this is disposed.</param>
    public static SourceResult<FfmpegVideo> Start(FfmpegCall call, FfmpegErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            return new FfmpegVideo(call, errors, cancellationToken);
        }
        catch (Win32Exception)
        {
            return new CameraFault(CameraFaultKind.FfmpegMissing);
        }
    }

    /// <summary>Blocks until there is the header, which comes with the first frame.</summary>
    /// <returns>Null if ffmpeg has ended without.</returns>
    public string? ReadHeader() => ReadLine();

    /// <summary>Prepares for the frames that a header announces.</summary>
    /// <returns>False if their size or format can't be.</returns>
    public bool TryPrepare(string header, CancellationToken cancellationToken)
    {
        if (Y4mHeader.Parse(header) is not { } video)
            return false;
        _frame.Create(video.Size, video.Subsampling);
        ColourMatrix matrix = _log.WaitForMatrix(ReportTimeout, cancellationToken) ?? VideoColours.DefaultMatrix(video.Size);
        _colours = new(video.IsFullRange, matrix);
        return true;
    }

    /// <summary>Blocks until the next frame is here.</summary>
    /// <returns>False if ffmpeg has ended.</returns>
    public bool TryReadFrame() => ReadLine() is not null && ReadFrame();

    /// <summary>Writes the frame as a picture.</summary>
    public void CopyTo(PixelPlanes picture) => _colours.Convert(_frame, picture);

    /// <summary>Ends ffmpeg at once, and so a read that blocks. Any thread may call it.</summary>
    public void Kill() => FfmpegProcess.Kill(_process);

    /// <summary>Waits for the end of ffmpeg and of its error output.</summary>
    public void WaitForEnd()
    {
        // Only the overload without a timeout waits for the error output.
        if (_process.WaitForExit(EndTimeout))
            _process.WaitForExit();
    }

    public void Dispose()
    {
        _kill.Dispose();
        Kill();
        _process.WaitForExit(EndTimeout);
        // Disposing the process leaves a stream open that was used.
        _process.StandardOutput.Dispose();
        _process.Dispose();
        _frame.Dispose();
    }

    private string? ReadLine()
    {
        Span<byte> line = stackalloc byte[MaxHeaderBytes];
        Stream output = _process.StandardOutput.BaseStream;
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
        _process.StandardOutput.BaseStream.ReadAtLeast(samples, samples.Length, throwOnEndOfStream: false) == samples.Length;
}
