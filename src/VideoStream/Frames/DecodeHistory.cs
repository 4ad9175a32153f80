namespace VideoStream.Frames;

/// <summary>Whether the last payloads of a source could be decoded, as far as somebody tried. For any thread.</summary>
internal sealed class DecodeHistory
{
    /// <summary>Failures in a row from which on a source is in doubt. Fewer may be a bad moment of its network.</summary>
    public const int MaxFailures = 3;

    private int _failures;

    /// <summary>Whether the last payloads that were tried could not be decoded, and there were several.</summary>
    public bool IsInDoubt => Volatile.Read(ref _failures) >= MaxFailures;

    /// <summary>Counts a payload that was decoded, which ends all doubt.</summary>
    public void AddSuccess()
    {
        // Nearly always there is nothing to write, so the threads that decode share no written memory.
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
    }

    /// <summary>Counts a payload that can't be decoded.</summary>
    public void AddFailure() => Interlocked.Increment(ref _failures);
}
