using VideoStream.Cameras.Sources.Files;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Plays a video file as the capture thread of a camera does.</summary>
internal sealed class FilmPlayer : IDisposable
{
    private readonly FramePool _pool = new();
    private VideoFileReader? _reader;

    /// <summary>The size of the last frame.</summary>
    public PictureSize Size { get; private set; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Opens a file.</summary>
    /// <returns>The reason why that was not possible; null if it was.</returns>
    public string? Open(string path) => OpenUntil(path, Cancelled);

    /// <summary>Opens a file for a connection that ends with the token.</summary>
    public string? OpenUntil(string path, CancellationToken cancellationToken)
    {
        _reader?.Close();
        _reader = new VideoFileReader(path, new CameraOptions(), TimeProvider.System);
        return _reader.Open(cancellationToken).Fault?.Text;
    }

    public string? OpenAgain() => _reader!.Open(Cancelled).Fault?.Text;

    /// <summary>Waits for the next frame.</summary>
    /// <returns>The reason why there is none; null if there is one.</returns>
    public string? Grab(CancellationToken cancellationToken) => _reader!.Grab(cancellationToken).Fault?.Text;

    /// <summary>Plays frames until a fault.</summary>
    /// <param name="frames">How many at most.</param>
    /// <param name="levels">Of <see cref="Film.Levels"/> the nearest of each.</param>
    /// <returns>The fault; null if there was none.</returns>
    public string? Play(int frames, List<byte> levels)
    {
        for (int i = 0; i < frames; i++)
        {
            if (Grab(Cancelled) is { } reason)
                return reason;
            levels.Add(Retrieve(LevelOf));
        }

        return null;
    }

    /// <summary>Plays frames until a fault.</summary>
    public string? Play(int frames) => Play(frames, []);

    /// <summary>Hands out the pixels of the frame that was grabbed.</summary>
    public T Retrieve<T>(Func<PixelPlanes, T> read)
    {
        var content = new FrameContent(_pool, default);
        try
        {
            Assert.True(_reader!.Retrieve(content, default));
            Size = content.Size;
            return read(content.Pixels(content.Size));
        }
        finally
        {
            content.Free();
        }
    }

    public void Dispose()
    {
        _reader?.Close();
        _pool.Dispose();
    }

    private static byte LevelOf(PixelPlanes pixels)
    {
        long sum = 0;
        for (int y = 0; y < pixels.Y.Height; y++)
        {
            foreach (byte value in pixels.Y.Row(y))
                sum += value;
        }

        double grey = (double)sum / (pixels.Size.Width * pixels.Size.Height);
        return Film.Levels.MinBy(level => Math.Abs(level - grey));
    }
}
