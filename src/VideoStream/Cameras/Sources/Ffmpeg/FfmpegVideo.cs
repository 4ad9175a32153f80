using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Raw frames that an ffmpeg sends through a pipe as YUV4MPEG2: a header with the size, then the frames. If the source changes its size in
/// mid-stream, ffmpeg scales to the first size.
/// </summary>
/// <param name="child">The ffmpeg. This disposes it.</param>
internal sealed class FfmpegVideo(FfmpegChild child) : IDisposable
{
    private const int MaxHeaderBytes = 256;

    /// <summary>
    /// The report is there within milliseconds, but later on a machine that is very busy. A version of ffmpeg that reports its output in
    /// other words costs this time, and its videos count as untagged.
    /// </summary>
    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(2);

    private readonly PixelPlanes _frame = new();
    private bool _isFullRange;

    /// <inheritdoc cref="FfmpegChild.IsKilled"/>
    public bool IsKilled => child.IsKilled;

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
        _isFullRange = video.IsFullRange;
        child.Log.WaitForReport(ReportTimeout, cancellationToken);
        return true;
    }

    /// <summary>Blocks until the next frame is here.</summary>
    /// <returns>False if ffmpeg has ended.</returns>
    public bool TryReadFrame() => ReadLine() is not null && ReadFrame();

    /// <summary>Writes the frame as a picture.</summary>
    public void CopyTo(PixelPlanes picture)
    {
        ColourMatrix matrix = child.Log.Matrix ?? VideoColours.DefaultMatrix(_frame.Size);
        new VideoColours(_isFullRange, matrix).Convert(_frame, picture);
    }

    /// <inheritdoc cref="FfmpegChild.Kill"/>
    public void Kill() => child.Kill();

    /// <inheritdoc cref="FfmpegChild.WaitForEnd"/>
    public void WaitForEnd() => child.WaitForEnd();

    public void Dispose()
    {
        child.Dispose();
        _frame.Dispose();
    }

    private string? ReadLine()
    {
        Span<byte> line = stackalloc byte[MaxHeaderBytes];
        Stream output = child.Output;
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
        child.Output.ReadAtLeast(samples, samples.Length, throwOnEndOfStream: false) == samples.Length;
}
