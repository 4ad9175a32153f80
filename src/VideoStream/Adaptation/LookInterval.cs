namespace VideoStream.Adaptation;

/// <summary>
/// How often the kernel is asked about a connection: before each picture; but where the link carries many times what is sent, over a short way, only once in
/// some pictures, as asking costs a tenth of a delivery and would tell nothing. A link that becomes slow meanwhile shows in that the kernel has no room for a
/// picture: the first one, if it is larger than <see cref="TcpLink.MostUnsent"/>.
/// </summary>
internal struct LookInterval
{
    /// <summary>More pictures are never sent between two looks.</summary>
    public const int MostPictures = 16;

    private const int PlentyOfRoom = 8, SmallPictures = 4, LooksASecond = 2;

    private static readonly TimeSpan ShortWay = TimeSpan.FromMilliseconds(2);

    /// <summary>A kernel that takes a picture for so long has no room for it.</summary>
    private static readonly TimeSpan Taking = TimeSpan.FromMilliseconds(5);

    private int _left;

    /// <summary>Whether it is to be asked before the next picture.</summary>
    public readonly bool IsOver => _left == 0;

    /// <summary>A picture is given to it.</summary>
    public void Sending() => _left -= IsOver ? 0 : 1;

    /// <summary>It has taken a picture.</summary>
    public void Sent(TimeSpan took) => _left = took < Taking ? _left : 0;

    /// <summary>It was asked.</summary>
    /// <param name="tcp">What is known now.</param>
    /// <param name="demand">Bytes a second that are to be sent, if that is all that was asked for; infinite if it is less.</param>
    /// <param name="rate">Pictures a second that are to be sent.</param>
    /// <param name="now">The time.</param>
    public void Looked(TcpLink tcp, double demand, double rate, TimeSpan now)
    {
        bool hasPlentyOfRoom = tcp.IsRateKnown && tcp.Outstanding == 0 && tcp.Distance < ShortWay && !tcp.IsBeginning(now)
            && demand * PlentyOfRoom < tcp.Rate;
        int most = demand > rate * TcpLink.MostUnsent ? MostPictures : SmallPictures;
        _left = hasPlentyOfRoom ? (int)Math.Min(rate / LooksASecond, most) : 0;
    }
}
