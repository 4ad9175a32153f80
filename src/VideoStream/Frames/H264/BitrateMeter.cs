namespace VideoStream.Frames.H264;

/// <summary>Measures the bitrate of a stream over some seconds. One thread adds, any reads.</summary>
/// <param name="frequency">Ticks in a second.</param>
internal sealed class BitrateMeter(long frequency)
{
    /// <summary>Long enough for several key frames of most cameras.</summary>
    private const int WindowSeconds = 4, FirstSeconds = 1;

    private const double BitsPerByte = 8, BitsPerKilobit = 1000;

    private long _bytes;
    private long _began;
    private int _kilobits;

    /// <summary>Kilobits a second; 0 before the end of the first window, which is shorter.</summary>
    public int Kilobits => Volatile.Read(ref _kilobits);

    /// <summary>Adds a frame.</summary>
    public void Add(int bytes, long timestamp)
    {
        if (_began == 0)
            _began = timestamp;
        double seconds = (timestamp - _began) / (double)frequency;
        if (seconds >= (_kilobits == 0 ? FirstSeconds : WindowSeconds))
        {
            Volatile.Write(ref _kilobits, (int)Math.Ceiling(_bytes * BitsPerByte / BitsPerKilobit / seconds));
            (_bytes, _began) = (0, timestamp);
        }

        _bytes += bytes;
    }

    public void Reset()
    {
        (_bytes, _began) = (0, 0);
        Volatile.Write(ref _kilobits, 0);
    }
}
