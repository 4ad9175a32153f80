using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>Where one variant is published, and what became of its frames.</summary>
/// <param name="subject">The subject of its frames.</param>
/// <param name="instance">This service, for relays to know it by.</param>
/// <param name="statistics">Counts the frames of all variants of the camera.</param>
internal sealed class PublishTarget(string subject, long instance, PublishStatistics statistics)
{
    private string? _tooLong;
    private double _excess;
    private volatile bool _awaitsKeyFrame;
    private double _rate = double.PositiveInfinity;

    public string Subject => subject;

    public long Instance => instance;

    /// <summary>The most frames a second that a relay asks for. For any thread.</summary>
    public double Rate
    {
        get => Volatile.Read(ref _rate);
        set => Volatile.Write(ref _rate, value);
    }

    /// <summary>Why the last frame was longer than the server takes, in words; null if it was not.</summary>
    public string? TooLong => Volatile.Read(ref _tooLong);

    /// <summary>How many times as long as the server takes that frame was; 0 if it was not too long.</summary>
    public double Excess => TooLong is null ? 0 : Volatile.Read(ref _excess);

    /// <summary>Whether nothing is published before a key frame that is short enough. For any thread.</summary>
    public bool AwaitsKeyFrame => _awaitsKeyFrame;

    /// <summary>Counts a frame that was published.</summary>
    public void Count()
    {
        statistics.AddFrame();
        // For each frame, and mostly there is nothing to change.
        if (TooLong is not null)
            Volatile.Write(ref _tooLong, null);
    }

    /// <summary>
    /// Whether a frame is to be published: the server takes it, and all that it depends on was published. Counts one that the server does
    /// not take.
    /// </summary>
    /// <param name="unit">Its place in a stream of H.264; null for a JPEG.</param>
    /// <param name="bytes">Its length as a message.</param>
    /// <param name="max">The longest that the server takes; 0 if that is not known.</param>
    public bool Takes(StreamUnit? unit, int bytes, int max)
    {
        bool fits = max == 0 || bytes <= max;
        if (!fits)
        {
            Volatile.Write(ref _excess, (double)bytes / max);
            // With the same words until one fits: they are logged when they change.
            string problem = statistics.AddTooLong(bytes, max);
            Volatile.Write(ref _tooLong, TooLong ?? problem);
        }

        // A key frame is the longest. What follows one that was left out would be short enough, and would show nothing.
        bool isLost = unit is { Layer: 0 } && !fits;
        isLost |= _awaitsKeyFrame && unit is { IsKeyFrame: false };
        _awaitsKeyFrame = isLost;
        return fits && !isLost;
    }
}
