using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Counts what was encoded of one camera, over all variants.</summary>
internal sealed class EncodeStatistics
{
    private static readonly int Codecs = Enum.GetValues<Codec>().Length;

    private readonly long[] _encodes = new long[Enum.GetValues<VariantKind>().Length * Codecs];
    private long _passedThrough;
    private long _duplicates;
    private long _failures;
    private long _offerFailures;
    private long _microseconds;

    /// <summary>Frames that were encoded.</summary>
    public long Encodes => Enumerable.Range(0, _encodes.Length).Sum(i => Interlocked.Read(ref _encodes[i]));

    /// <summary>Frames that were passed through.</summary>
    public long PassedThrough => Interlocked.Read(ref _passedThrough);

    /// <summary>Frames that showed the same as the one before, and were not encoded again.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Frames that could not be encoded.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How often a consumer threw when it was offered a frame.</summary>
    public long OfferFailures => Interlocked.Read(ref _offerFailures);

    /// <summary>The time of all encodes together.</summary>
    public TimeSpan Total => TimeSpan.FromMicroseconds(Interlocked.Read(ref _microseconds));

    /// <summary>The mean time of an encode; 0 before the first.</summary>
    public double MeanMilliseconds => Encodes is > 0 and var encodes ? Total.TotalMilliseconds / encodes : 0;

    /// <summary>Frames that were encoded by a codec in variants of a kind.</summary>
    public long EncodesOf(VariantKind kind, Codec codec) => Interlocked.Read(ref _encodes[IndexOf(kind, codec)]);

    /// <summary>Counts a frame of a variant.</summary>
    public void Add(EncodedFrame frame, VariantKind kind)
    {
        if (frame.EncodeTime is not { } time)
        {
            Interlocked.Increment(ref frame.Quality is null ? ref _passedThrough : ref _duplicates);
            return;
        }

        Interlocked.Increment(ref _encodes[IndexOf(kind, frame.Codec)]);
        Interlocked.Add(ref _microseconds, (long)time.TotalMicroseconds);
    }

    /// <summary>Counts a frame that came encoded.</summary>
    public void AddPassed() => Interlocked.Increment(ref _passedThrough);

    /// <returns>Whether to log this failure: true for the first and then every thousandth.</returns>
    public bool AddFailure() => Interlocked.Increment(ref _failures) % 1000 == 1;

    /// <inheritdoc cref="AddFailure"/>
    public bool AddOfferFailure() => Interlocked.Increment(ref _offerFailures) % 1000 == 1;

    private static int IndexOf(VariantKind kind, Codec codec) => ((int)kind * Codecs) + (int)codec;
}
