namespace VideoStream.Relay;

/// <summary>
/// Tells whether frames of a published variant were left out because the connection was full. A relay can't see that by itself: those that
/// come were not late.
/// </summary>
internal struct LeftOutFrames
{
    private long _skipped;
    private bool _isFull;

    /// <summary>Whether some were left out before the frame that was taken last.</summary>
    public bool AreBefore { get; private set; }

    /// <summary>The connection takes no frame now.</summary>
    public void OnFull() => _isFull = true;

    /// <summary>A frame is taken, to be published.</summary>
    /// <param name="skipped">Frames that were due and not taken, in all.</param>
    public void OnTaken(long skipped)
    {
        AreBefore = _isFull && skipped > _skipped;
        (_skipped, _isFull) = (skipped, false);
    }
}
