namespace VideoStream.Frames.H264;

/// <summary>Measures the bitrate and the frame rate of a stream over some seconds. One thread adds, any reads.</summary>
/// <param name="frequency">Ticks in a second.</param>
internal sealed class BitrateMeter(long frequency)
{
    /// <summary>Long enough for several key frames of most cameras.</summary>
    private const int WindowSeconds = 4, FirstSeconds = 1;

    /// <summary>What comes in this time is not measured: a server that keeps frames for those who join sends them all at once.</summary>
    private const int BurstSeconds = 1;

    private const double BitsPerByte = 8, BitsPerKilobit = 1000;

    private long _bytes, _frames;
    private long _began;
    private bool _isMeasuring, _hasMeasured;
    private int _kilobits;
    private double _frameRate;

    /// <summary>Kilobits a second; 0 before the end of the very first window, which is shorter, and begins late.</summary>
    public int Kilobits => Volatile.Read(ref _kilobits);

    /// <summary>Frames a second; 0 before the end of the very first window. A pause and what follows it at once change it little.</summary>
    public double FrameRate => Volatile.Read(ref _frameRate);

    /// <summary>Adds a frame.</summary>
    public void Add(int bytes, long timestamp)
    {
        if (_began == 0)
            _began = timestamp;
        double seconds = (timestamp - _began) / (double)frequency;
        if (!_isMeasuring && seconds < BurstSeconds)
            return;
        if (!_isMeasuring)
            (_isMeasuring, _began, seconds) = (true, timestamp, 0);
        if (seconds >= (_hasMeasured ? WindowSeconds : FirstSeconds))
        {
            Volatile.Write(ref _kilobits, (int)Math.Ceiling(_bytes * BitsPerByte / BitsPerKilobit / seconds));
            Volatile.Write(ref _frameRate, _frames / seconds);
            (_bytes, _frames, _began, _hasMeasured) = (0, 0, timestamp, true);
        }

        _bytes += bytes;
        _frames++;
    }

    /// <summary>The stream begins anew. What was measured counts until the end of the first window.</summary>
    public void Restart() => (_bytes, _frames, _began, _isMeasuring, _hasMeasured) = (0, 0, 0, false, false);

    /// <summary>Another stream begins.</summary>
    public void Reset()
    {
        Restart();
        Volatile.Write(ref _kilobits, 0);
        Volatile.Write(ref _frameRate, 0);
    }
}
