namespace VideoStream.Frames;

/// <summary>
/// The state of decoding a source's payloads: whether the last ones could be decoded, as far as somebody tried, and how large their
/// pixels must be. For any thread.
/// </summary>
internal sealed class DecodeState
{
    /// <summary>Failures in a row from which on a source is in doubt. Fewer may be a bad moment of its network.</summary>
    public const int MaxFailures = 3;

    private int _failures;
    private MaxSize? _needed;
    private bool _isWholeNeededUnlessPassed;

    /// <summary>Whether the last payloads that were tried could not be decoded, and there were several.</summary>
    public bool IsInDoubt => Volatile.Read(ref _failures) >= MaxFailures;

    /// <summary>
    /// The box that holds everything that is encoded of the source now, even if its payloads can be passed through; null if something has
    /// the frame's own size. A payload is decoded once for all, in a size that is not smaller.
    /// </summary>
    public PictureSize? Needed
    {
        get => Volatile.Read(ref _needed)?.Size;
        set => Volatile.Write(ref _needed, value is { } size ? new MaxSize(size) : null);
    }

    /// <summary>Whether somebody is to be passed the payload, and so needs a frame in its own size whose payload can't be passed.</summary>
    public bool IsWholeNeededUnlessPassed
    {
        get => Volatile.Read(ref _isWholeNeededUnlessPassed);
        set => Volatile.Write(ref _isWholeNeededUnlessPassed, value);
    }

    /// <summary>The box for one payload.</summary>
    /// <param name="isPassed">Whether it can be passed through.</param>
    public PictureSize? NeededOf(bool isPassed) => isPassed || !IsWholeNeededUnlessPassed ? Needed : null;

    /// <summary>Counts a payload that was decoded, which ends all doubt.</summary>
    public void AddSuccess()
    {
        // Nearly always there is nothing to write, so the threads that decode share no written memory.
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
    }

    /// <summary>Counts a payload that can't be decoded.</summary>
    public void AddFailure() => Interlocked.Increment(ref _failures);

    /// <summary>A size that is replaced as a whole.</summary>
    private sealed record MaxSize(PictureSize Size);
}
