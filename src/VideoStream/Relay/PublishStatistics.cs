using System.Globalization;

namespace VideoStream.Relay;

/// <summary>What became of the frames of one camera that were to be published.</summary>
internal sealed class PublishStatistics
{
    private long _frames;
    private long _tooLong;
    private string? _lastTooLong;

    /// <summary>Frames that were published, in all variants.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Frames that are longer than the server takes.</summary>
    public long TooLong => Interlocked.Read(ref _tooLong);

    /// <summary>Why the last one of those was not published, in words; null if there was none.</summary>
    public string? LastTooLong => Volatile.Read(ref _lastTooLong);

    public void AddFrame() => Interlocked.Increment(ref _frames);

    /// <summary>Counts a frame that the server does not take.</summary>
    /// <param name="bytes">Its length as a message.</param>
    /// <param name="max">The longest message.</param>
    /// <returns>Why it does not, in words.</returns>
    public string AddTooLong(int bytes, int max)
    {
        string problem = string.Create(
            CultureInfo.InvariantCulture,
            $"a picture has {bytes} bytes, and the NATS server takes {max}: raise max_payload there, or lower quality or size");
        Volatile.Write(ref _lastTooLong, problem);
        Interlocked.Increment(ref _tooLong);
        return problem;
    }
}
