namespace VideoStream.Relay;

/// <summary>Where one variant is published, and what became of its frames.</summary>
/// <param name="subject">The subject of its frames.</param>
/// <param name="instance">This service, for relays to know it by.</param>
/// <param name="statistics">Counts the frames of all variants of the camera.</param>
internal sealed class PublishTarget(string subject, long instance, PublishStatistics statistics)
{
    private string? _tooLong;
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

    /// <summary>Counts a frame that was published.</summary>
    public void Count()
    {
        statistics.AddFrame();
        // For each frame, and mostly there is nothing to change.
        if (TooLong is not null)
            Volatile.Write(ref _tooLong, null);
    }

    /// <summary>Whether the server takes a message. Counts one that it does not.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="max">The longest that the server takes; 0 if that is not known.</param>
    public bool Fits(int bytes, int max)
    {
        bool fits = max == 0 || bytes <= max;
        if (!fits)
            Volatile.Write(ref _tooLong, statistics.AddTooLong(bytes, max));
        return fits;
    }
}
