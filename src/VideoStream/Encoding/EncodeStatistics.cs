using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Counts one camera's encodes.</summary>
internal sealed class EncodeStatistics
{
    private long _encodes;
    private long _passedThrough;
    private long _duplicates;
    private long _failures;
    private long _wakeFailures;
    private long _microseconds;

    /// <summary>Frames encoded, over all variants.</summary>
    public long Encodes => Interlocked.Read(ref _encodes);

    /// <summary>Frames of which the camera's own JPEG was sent.</summary>
    public long PassedThrough => Interlocked.Read(ref _passedThrough);

    /// <summary>Frames that show the same as the one before, which were not encoded again.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Frames that could not be encoded.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Calls of a viewer's wake callback that threw.</summary>
    public long WakeFailures => Interlocked.Read(ref _wakeFailures);

    /// <summary>Time spent in all encodes together.</summary>
    public TimeSpan Total => TimeSpan.FromMicroseconds(Interlocked.Read(ref _microseconds));

    public void Add(EncodedFrame frame)
    {
        if (frame.EncodeTime is not { } time)
        {
            Interlocked.Increment(ref frame.Quality is null ? ref _passedThrough : ref _duplicates);
            return;
        }

        Interlocked.Increment(ref _encodes);
        Interlocked.Add(ref _microseconds, (long)time.TotalMicroseconds);
    }

    /// <returns>True for the first and then every thousandth failure: those worth a line in the log.</returns>
    public bool AddFailure() => Interlocked.Increment(ref _failures) % 1000 == 1;

    /// <inheritdoc cref="AddFailure"/>
    public bool AddWakeFailure() => Interlocked.Increment(ref _wakeFailures) % 1000 == 1;
}
