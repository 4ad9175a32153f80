namespace VideoStream.Adaptation;

/// <summary>
/// How often the kernel is asked about a connection: before each picture; but where the link carries many times what is sent, over a short way, only once in
/// a few pictures, as asking costs a tenth of a delivery and would tell nothing.
/// </summary>
internal sealed class LookInterval
{
    private const int PlentyOfRoom = 8, PicturesALook = 4;

    private static readonly TimeSpan ShortWay = TimeSpan.FromMilliseconds(2);

    /// <summary>A kernel that takes a picture for so long has no room for it.</summary>
    private static readonly TimeSpan Taking = TimeSpan.FromMilliseconds(5);

    private bool _hasPlentyOfRoom;
    private int _sent;

    /// <summary>Whether it is to be asked before the next picture.</summary>
    public bool IsOver => !_hasPlentyOfRoom || _sent >= PicturesALook;

    /// <summary>A picture is given to it.</summary>
    public void Sending() => _sent++;

    /// <summary>It has taken a picture.</summary>
    public void Sent(TimeSpan took) => _hasPlentyOfRoom &= took < Taking;

    /// <summary>It was asked.</summary>
    /// <param name="tcp">What is known now.</param>
    /// <param name="demand">Bytes a second that are to be sent, if that is all that was asked for; infinite if it is less.</param>
    /// <param name="now">The time.</param>
    public void Looked(TcpLink tcp, double demand, TimeSpan now)
    {
        _sent = 0;
        _hasPlentyOfRoom = tcp.IsRateKnown && tcp.Outstanding == 0 && tcp.Distance < ShortWay && !tcp.IsBeginning(now) && demand * PlentyOfRoom < tcp.Rate;
    }
}
