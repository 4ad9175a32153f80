using System.Globalization;
using VideoStream.Load.Streams;

namespace VideoStream.Load.Measuring;

/// <summary>
/// Writes a line for each picture that any viewer got: arrival (Unix time in seconds), viewer, the picture's number, age in milliseconds, bytes, width, height,
/// quality; between tabs, 0 for what is unknown. What else a viewer did is a line of three: when, viewer, what. Written in large pieces, so that it
/// disturbs little.
/// </summary>
internal sealed class PictureTrace(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(path, append: false, System.Text.Encoding.ASCII, bufferSize: 1 << 16);

    public void Add(int viewer, long arrivedUs, PictureHead head, long bytes)
    {
        double ageMs = head.Stamp is { } stamp ? (arrivedUs - stamp.CapturedUs) / 1000.0 : 0;
        Write($"{arrivedUs / 1e6:F6}\t{viewer}\t{head.Stamp?.Number ?? 0}\t{ageMs:F1}\t{bytes}\t{head.Width}\t{head.Height}\t{head.Quality}");
    }

    /// <summary>A viewer did something now.</summary>
    public void Note(int viewer, string what) => Write($"{WallClock.NowUs() / 1e6:F6}\t{viewer}\t{what}");

    private void Write(FormattableString line)
    {
        string text = line.ToString(CultureInfo.InvariantCulture);
        lock (_gate)
            _writer.WriteLine(text);
    }

    public void Dispose() => _writer.Dispose();
}
