namespace VideoStream.Relay;

/// <summary>
/// Finds the frames of a published variant that follow skipped ones, where these were skipped because the connection was full. A relay
/// can't see that by itself: it knows only that the frames that come have hardly waited.
/// </summary>
internal struct UplinkSkips
{
    /// <summary>A connection that has room takes a frame in less.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMilliseconds(30);

    private long _skipped;
    private bool _isFull;

    /// <summary>Whether the next frame that is published is the first one after skipped ones.</summary>
    public bool IsNext { get; private set; }

    /// <summary>The connection takes no frame now.</summary>
    public void OnFull() => _isFull = true;

    /// <summary>The connection has taken a frame after so long.</summary>
    public void OnWaited(TimeSpan wait) => _isFull |= wait > LongWait;

    /// <summary>A frame is taken, to be published.</summary>
    /// <param name="skipped">How many frames were skipped up to this one.</param>
    public void OnTaken(long skipped)
    {
        IsNext |= _isFull && skipped > _skipped;
        (_skipped, _isFull) = (skipped, false);
    }

    /// <summary>A frame is published.</summary>
    public void OnPublished() => IsNext = false;
}
