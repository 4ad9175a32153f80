using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>
/// When to sample the kernel's statistics: before each frame. On a short link that carries many times the demand, only every few frames,
/// since sampling costs a tenth of a delivery. If such a link becomes slow, the kernel has no room for a frame larger than
/// <see cref="UnsentLimit.Bytes"/>. It has for smaller ones, so after every <see cref="UnseenBytes"/> it is checked what is not
/// acknowledged.
/// </summary>
internal struct TcpInfoSampler
{
    /// <summary>The largest number of frames between two samples.</summary>
    public const int MaxFrames = 16;

    /// <summary>Bytes of small frames between two checks of what is not acknowledged.</summary>
    public const int UnseenBytes = 8 * 1024;

    /// <summary>More bytes than any transport puts around a frame.</summary>
    private const int Overhead = 256;

    private const int AmpleRoom = 8, SamplesASecond = 2;

    private static readonly TimeSpan ShortRtt = TimeSpan.FromMilliseconds(2);

    /// <summary>A kernel that takes longer than this to accept a frame had no room for it.</summary>
    private static readonly TimeSpan LongSend = TimeSpan.FromMilliseconds(5);

    private int _left;
    private int _segment;
    private int _lastBytes;
    private int _unseen;
    private bool _isSmall;

    /// <summary>Whether a sample is due before the next frame.</summary>
    public readonly bool IsDue => _left == 0;

    /// <summary>
    /// Checks whether more than the last frame has not arrived, and makes a sample due then. A client may delay the acknowledgement of two
    /// packets; on loopback a packet can be more than a frame.
    /// </summary>
    /// <returns>Whether a sample is due.</returns>
    public bool CheckArrival(ILinkProbe probe)
    {
        if (IsDue || !_isSmall || _unseen < UnseenBytes)
            return IsDue;
        _unseen = 0;
        int most = Math.Min(2 * _segment, Math.Max(_lastBytes + Overhead, TcpSnapshot.BurstAllowanceOf(_segment)));
        if (!probe.TryReadUnacknowledged(out int bytes) || bytes > most)
            Expire();
        return IsDue;
    }

    /// <summary>A frame is passed to the kernel.</summary>
    public void OnSending(int bytes)
    {
        _lastBytes = bytes;
        _unseen += bytes;
        _left -= IsDue ? 0 : 1;
    }

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
        (_segment, _isSmall, _unseen) = (tcp.Segment, demand <= rate * UnsentLimit.Bytes, 0);
        // Small frames pass at once and measure no rate.
        bool isAmple = tcp.IsRateKnown ? demand * AmpleRoom < tcp.Rate : _isSmall;
        bool hasAmpleRoom = isAmple && tcp.BytesInFlight == 0 && tcp.MinRtt < ShortRtt && !tcp.IsInSlowStart(now);
        _left = hasAmpleRoom ? (int)Math.Min(rate / SamplesASecond, MaxFrames) : 0;
    }
}
