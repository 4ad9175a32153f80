namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>Notices that nothing comes for too long. Costs what comes no more than a look at the clock.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Action _onSilence;
    private readonly ITimer _timer;
    private long _heardAt;
    private volatile bool _isSilent;

    /// <summary>Starts.</summary>
    /// <param name="limit">How long nothing may come.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onSilence">Called once, on another thread.</param>
    public SilenceWatch(TimeSpan limit, TimeProvider time, Action onSilence)
    {
        (_limit, _time, _onSilence, _heardAt) = (limit, time, onSilence, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether nothing came for too long.</summary>
    public bool IsSilent => _isSilent;

    /// <summary>Says that something came.</summary>
    public void Hear() => Volatile.Write(ref _heardAt, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        TimeSpan left = _limit - _time.GetElapsedTime(Volatile.Read(ref _heardAt));
        if (left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        _isSilent = true;
        _onSilence();
    }
}
