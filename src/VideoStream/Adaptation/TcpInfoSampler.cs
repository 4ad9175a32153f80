namespace VideoStream.Adaptation;

/// <summary>
/// When to sample the kernel's statistics: before each frame. On a short link that carries many times the demand, only every few frames,
/// since sampling costs a tenth of a delivery. If such a link becomes slow, the kernel has no room for a frame larger than
/// <see cref="MaxUnsent"/>, and smaller frames are sampled more often.
/// </summary>
internal struct TcpInfoSampler
{
    /// <summary>The largest number of frames between two samples.</summary>
    public const int MaxFrames = 16;

    /// <summary>The kernel accepts more bytes only while fewer than these are unsent.</summary>
    public const int MaxUnsent = 32 * 1024;

    private const int AmpleRoom = 8, SmallFrames = 4, SamplesASecond = 2;

    private static readonly TimeSpan ShortRtt = TimeSpan.FromMilliseconds(2);

    /// <summary>A kernel that takes longer than this to accept a frame had no room for it.</summary>
    private static readonly TimeSpan LongSend = TimeSpan.FromMilliseconds(5);

    private int _left;

    /// <summary>Whether a sample is due before the next frame.</summary>
    public readonly bool IsDue => _left == 0;

    /// <summary>A frame is passed to the kernel.</summary>
    public void OnSending() => _left -= IsDue ? 0 : 1;

    /// <summary>Makes a sample due.</summary>
    public void Expire() => _left = 0;

    /// <summary>The kernel has accepted a frame.</summary>
    public void OnSent(TimeSpan took) => _left = took < LongSend ? _left : 0;

    /// <summary>A sample was taken.</summary>
    /// <param name="tcp">The state of the link after it.</param>
    /// <param name="demand">Bytes a second to send; infinite if less than the asked rendition is sent.</param>
    /// <param name="rate">Frames a second to send.</param>
    /// <param name="now">The time.</param>
    public void OnSampled(TcpEstimator tcp, double demand, double rate, TimeSpan now)
    {
        bool hasAmpleRoom = tcp.IsRateKnown && tcp.BytesInFlight == 0 && tcp.MinRtt < ShortRtt && !tcp.IsInSlowStart(now)
            && demand * AmpleRoom < tcp.Rate;
        int most = demand > rate * MaxUnsent ? MaxFrames : SmallFrames;
        _left = hasAmpleRoom ? (int)Math.Min(rate / SamplesASecond, most) : 0;
    }
}
