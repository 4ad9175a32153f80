using System.Globalization;
using VideoStream.Load.Streams;

namespace VideoStream.Load.Measuring;

/// <summary>
/// Writes a line for each received frame: arrival (Unix time in seconds), viewer, frame number, age in milliseconds, bytes, width, height,
/// quality. Separated by tabs; 0 if unknown. A stop or resume of a viewer is a line of three: time, viewer, event.
/// Written in large blocks, so that it disturbs the measurement little.
/// </summary>
internal sealed class FrameTrace(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(path, append: false, System.Text.Encoding.ASCII, bufferSize: 1 << 16);

    public void Add(int viewer, long arrivedUs, FrameHead head, long bytes)
    {
        double ageMs = head.Stamp is { } stamp ? (arrivedUs - stamp.CapturedUs) / 1000.0 : 0;
        long number = head.Stamp?.Number ?? 0;
        Write($"{arrivedUs / 1e6:F6}\t{viewer}\t{number}\t{ageMs:F1}\t{bytes}\t{head.Width}\t{head.Height}\t{head.Quality}");
    }

    /// <summary>Writes an event of a viewer.</summary>
    public void AddEvent(int viewer, string name) => Write($"{WallClock.NowUs() / 1e6:F6}\t{viewer}\t{name}");

    private void Write(FormattableString line)
    {
        string text = line.ToString(CultureInfo.InvariantCulture);
        lock (_gate)
            _writer.WriteLine(text);
    }

    public void Dispose() => _writer.Dispose();
}
