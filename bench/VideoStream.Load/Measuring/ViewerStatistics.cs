using System.Diagnostics;
using VideoStream.Load.Streams;

namespace VideoStream.Load.Measuring;

/// <summary>What one viewer got. Written by its reader alone, read when that has ended.</summary>
internal sealed class ViewerStatistics(int viewer, MeasuredTime measured, AgeHistogram ages, PictureTrace? trace)
{
    private long _lastNumber;
    private long _lastArrival;
    private long _maxGap;

    /// <summary>Pictures since it connected.</summary>
    public long PicturesEver { get; private set; }

    /// <summary>Pictures in the measured time.</summary>
    public long Pictures { get; private set; }

    /// <summary>Bytes of those pictures.</summary>
    public long Bytes { get; private set; }

    /// <summary>Text messages in the measured time.</summary>
    public long Texts { get; private set; }

    /// <summary>Pictures that came again, or after a later one; since it connected.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>
    /// The longest time without a picture, as far as it lies in the measured time: also before the first, and after the last.
    /// </summary>
    public double MaxGapMs
    {
        get
        {
            long last = measured.End - Math.Max(_lastArrival, measured.Start);
            return Math.Max(_maxGap, last) * 1000.0 / Stopwatch.Frequency;
        }
    }

    /// <summary>The last byte of a picture is there.</summary>
    public void Picture(PictureHead head, long length)
    {
        long nowUs = WallClock.NowUs();
        long now = Stopwatch.GetTimestamp();
        PicturesEver++;
        trace?.Add(viewer, nowUs, head, length);
        if (head.Stamp is { } known)
        {
            if (known.Number <= _lastNumber)
                OutOfOrder++;
            _lastNumber = Math.Max(_lastNumber, known.Number);
        }

        if (!measured.Contains(now))
            return;
        Pictures++;
        Bytes += length;
        _maxGap = Math.Max(_maxGap, now - Math.Max(_lastArrival, measured.Start));
        _lastArrival = now;
        if (head.Stamp is { } stamp)
            ages.Add(nowUs - stamp.CapturedUs);
    }

    public void Text()
    {
        if (measured.Contains(Stopwatch.GetTimestamp()))
            Texts++;
    }
}
