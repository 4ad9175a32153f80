namespace VideoStream.Adaptation;

/// <summary>
/// How often the kernel is asked about a connection: before each frame; but where the link carries many times what is sent, over a short way, only once in
/// some frames, as asking costs a tenth of a delivery and would tell nothing. A link that becomes slow meanwhile shows in that the kernel has no room for a
/// frame: the first one, if it is larger than <see cref="TcpEstimator.MostUnsent"/>.
/// </summary>
internal struct TcpInfoSampler
{
    /// <summary>More frames are never sent between two looks.</summary>
    public const int MaxFrames = 16;

    private const int PlentyOfRoom = 8, SmallFrames = 4, SamplesASecond = 2;

    private static readonly TimeSpan ShortRtt = TimeSpan.FromMilliseconds(2);

    /// <summary>A kernel that takes a frame for so long has no room for it.</summary>
    private static readonly TimeSpan Taking = TimeSpan.FromMilliseconds(5);

    private int _left;

    /// <summary>Whether it is to be asked before the next frame.</summary>
    public readonly bool IsDue => _left == 0;

    /// <summary>A frame is given to it.</summary>
    public void Sending() => _left -= IsDue ? 0 : 1;

    /// <summary>It has taken a frame.</summary>
    public void Sent(TimeSpan took) => _left = took < Taking ? _left : 0;

    /// <summary>It was asked.</summary>
    /// <param name="tcp">What is known now.</param>
    /// <param name="demand">Bytes a second that are to be sent, if that is all that was asked for; infinite if it is less.</param>
    /// <param name="rate">Frames a second that are to be sent.</param>
    /// <param name="now">The time.</param>
    public void Sampled(TcpEstimator tcp, double demand, double rate, TimeSpan now)
    {
        bool hasPlentyOfRoom = tcp.IsRateKnown && tcp.BytesInFlight == 0 && tcp.MinRtt < ShortRtt && !tcp.IsInSlowStart(now)
            && demand * PlentyOfRoom < tcp.Rate;
        int most = demand > rate * TcpEstimator.MostUnsent ? MaxFrames : SmallFrames;
        _left = hasPlentyOfRoom ? (int)Math.Min(rate / SamplesASecond, most) : 0;
    }
}
