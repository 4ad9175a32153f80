using System.Diagnostics;
using VideoStream.Load.Streams;

namespace VideoStream.Load.Measuring;

/// <summary>Counters of one viewer. Only its reader writes them; read after the reader has ended.</summary>
internal sealed class ViewerStatistics(int viewer, MeasuredTime measured, AgeHistogram ages, FrameTrace? trace)
{
    private long _lastNumber;
    private long _lastArrival;
    private long _maxGap;

    /// <summary>Frames since the connection opened.</summary>
    public long FramesEver { get; private set; }

    /// <summary>Frames in the measured time.</summary>
    public long Frames { get; private set; }

    /// <summary>Bytes of these frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>Text messages in the measured time.</summary>
    public long Texts { get; private set; }

    /// <summary>Frames that came twice or after a later one, since the connection opened.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Longest time without a frame within the measured time, including the time before the first and after the last.</summary>
    public double MaxGapMs
    {
        get
        {
            long last = measured.End - Math.Max(_lastArrival, measured.Start);
            return Math.Max(_maxGap, last) * 1000.0 / Stopwatch.Frequency;
        }
    }

    /// <summary>Counts a frame whose last byte has arrived.</summary>
    public void AddFrame(FrameHead head, long length)
    {
        long nowUs = WallClock.NowUs();
        long now = Stopwatch.GetTimestamp();
        FramesEver++;
        trace?.Add(viewer, nowUs, head, length);
        if (head.Stamp is { } known)
        {
            if (known.Number <= _lastNumber)
                OutOfOrder++;
            _lastNumber = Math.Max(_lastNumber, known.Number);
        }

        if (!measured.Contains(now))
            return;
        Frames++;
        Bytes += length;
        _maxGap = Math.Max(_maxGap, now - Math.Max(_lastArrival, measured.Start));
        _lastArrival = now;
        if (head.Stamp is { } stamp)
            ages.Add(nowUs - stamp.CapturedUs);
    }

    public void AddText()
    {
        if (measured.Contains(Stopwatch.GetTimestamp()))
            Texts++;
    }
}
