namespace VideoStream.Encoding;

/// <summary>Counts one camera's encodes.</summary>
internal sealed class EncodeStatistics
{
    private long _encodes;
    private long _failures;
    private long _microseconds;

    /// <summary>Pictures encoded, over all variants.</summary>
    public long Encodes => Interlocked.Read(ref _encodes);

    /// <summary>Pictures that could not be encoded.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Time spent in all encodes together.</summary>
    public TimeSpan Total => TimeSpan.FromMicroseconds(Interlocked.Read(ref _microseconds));

    public void Add(EncodedPicture picture)
    {
        Interlocked.Increment(ref _encodes);
        Interlocked.Add(ref _microseconds, (long)picture.EncodeTime.TotalMicroseconds);
    }

    /// <returns>True for the first and then every thousandth failure: those worth a line in the log.</returns>
    public bool AddFailure() => Interlocked.Increment(ref _failures) % 1000 == 1;
}
