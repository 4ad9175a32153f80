namespace VideoStream.Adaptation;

/// <summary>
/// Finds the queue of a library that reads ahead of its program, and keeps it short. Such a library answers for frames that the program
/// has not seen: receipts are late only while the queue is full, and then every frame is as old as the whole queue.
/// <para>
/// While receipts are late, they come at the program's rate. After a pause of a few frames a client without a queue reads one frame and is
/// late again; a queue takes as many as the program has read meanwhile. Longer pauses find the queue's length. Then one pause empties it,
/// and frames are sent a little slower than the program reads. The queue is filled again now and then, in case the program has become
/// faster: nothing else shows that. The program works all the time, since a pause is no longer than the frames that the queue is known to
/// hold, but for a few.
/// </para>
/// </summary>
internal sealed class ReadAheadEstimator
{
    /// <summary>The frames of the first pause, and of the longest.</summary>
    private const int FirstPause = 4, MostFrames = 64;

    /// <summary>How much longer the next pause is if the client had nearly as much room as the last one made.</summary>
    private const int MoreFrames = 8, MoreFramesIfKnown = 2;

    private const double NearlyAsMuch = 0.85, Noise = 3;

    /// <summary>Late receipts before the first pause, and before later ones. Each pause in vain doubles the first number.</summary>
    private const int FirstReceipts = 25, NextReceipts = 6, MostReceipts = 2000;

    /// <summary>A client that was not late for so many frames keeps up.</summary>
    private const int MostInTime = 8;

    /// <summary>While the queue is filled, so many frames are unread at most: those beyond the queue are older than it.</summary>
    private const int MostUnread = 4;

    /// <summary>A client with less room than this after a pause has no queue.</summary>
    private const double ShortestQueue = 2.5;

    private const double PaceFactor = 1.05;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20), LongestSilence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestFilling = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestPacing = TimeSpan.FromSeconds(30), LongestPacing = TimeSpan.FromSeconds(120);

    private ReadAheadState _state;
    private TimeSpan _since;
    private long _readBefore = -1;
    private long _readLate;
    private long _read;
    private long _asked;
    private long _sent;
    private TimeSpan _interval;
    private TimeSpan _until;
    private TimeSpan _nextAt;
    private TimeSpan _pacing = ShortestPacing;
    private double _pause = FirstPause;
    private int _receipts = FirstReceipts;
    private bool _isKnown;

    /// <summary>Whether frames wait for the program, or the queue is being measured.</summary>
    public bool IsActive => _state != ReadAheadState.Measuring;

    /// <summary>Whether each frame should carry a question.</summary>
    public bool IsFilling => _state == ReadAheadState.Filling;

    private TimeSpan Step => _interval * PaceFactor;

    /// <summary>A frame is passed to the socket.</summary>
    /// <param name="now">The time.</param>
    /// <param name="asks">Whether it carries a question.</param>
    public void OnSending(TimeSpan now, bool asks)
    {
        _sent++;
        if (asks)
            _asked = _sent;
        if (_state == ReadAheadState.Pausing && _isKnown)
            (_state, _until, _nextAt) = (ReadAheadState.Pacing, now + _pacing, now + Step);
        else if (_state == ReadAheadState.Pausing || (_state == ReadAheadState.Pacing && now >= _until))
            (_state, _since, _readBefore) = (ReadAheadState.Filling, now, _sent - 1);
        else if (_state == ReadAheadState.Pacing)
            _nextAt = Max(_nextAt, now - Step) + Step;
    }

    /// <summary>A receipt has come.</summary>
    /// <param name="read">The number of frames that the client has read.</param>
    /// <param name="isLagging">Whether it reads them late.</param>
    /// <param name="baseRtt">The round-trip time without queueing.</param>
    /// <param name="now">The time.</param>
    public void OnRead(long read, bool isLagging, TimeSpan baseRtt, TimeSpan now)
    {
        _read = read;
        if (_state == ReadAheadState.Measuring)
            Measure(read, isLagging, now);
        else if (_state == ReadAheadState.Filling)
            Fill(read - _readBefore - ((now - _since - baseRtt) / _interval), isLagging, now);
        else if (_state == ReadAheadState.Pacing && isLagging)
            StartMeasuring();
        // The pause begins when all that was sent is in the queue.
        if (_state == ReadAheadState.Pausing && _until == TimeSpan.MaxValue && read >= _asked)
            _until = now + Min(_pause * _interval, LongestPause);
    }

    /// <summary>How long to wait before the client gets one more frame.</summary>
    /// <returns>Zero if it may have one now; else the time after which to ask again, unless a receipt comes before.</returns>
    public TimeSpan Wait(TimeSpan now) => _state switch
    {
        ReadAheadState.Pacing => Max(_nextAt - now, TimeSpan.Zero),
        ReadAheadState.Pausing when _until != TimeSpan.MaxValue => Max(_until - now, TimeSpan.Zero),
        ReadAheadState.Pausing => WaitForReceipt(now),
        ReadAheadState.Filling when _sent - Math.Max(_read, _readBefore) >= MostUnread => WaitForReceipt(now),
        _ => TimeSpan.Zero,
    };

    private TimeSpan WaitForReceipt(TimeSpan now)
    {
        TimeSpan left = _since + LongestSilence - now;
        if (left > TimeSpan.Zero)
            return left;
        // It does not come.
        StartMeasuring();
        return TimeSpan.Zero;
    }

    private void Measure(long read, bool isLagging, TimeSpan now)
    {
        if (isLagging)
            _readLate = read;
        if (_readBefore < 0 || read - _readLate > MostInTime)
            (_since, _readBefore) = (now, isLagging ? read : -1);
        else if (read - _readBefore >= _receipts)
            Pause((now - _since) / (read - _readBefore), now);
    }

    private void Pause(TimeSpan interval, TimeSpan now)
    {
        if (Math.Abs((interval / _interval) - 1) < 0.25)
            _interval += (interval - _interval) / 4;
        else
            (_interval, _pacing) = (interval, ShortestPacing);
        (_state, _since, _until) = (ReadAheadState.Pausing, now, TimeSpan.MaxValue);
    }

    /// <param name="room">The frames that the client has taken beyond those that its program has read since.</param>
    /// <param name="isFull">Whether it takes no more.</param>
    /// <param name="now">The time.</param>
    private void Fill(double room, bool isFull, TimeSpan now)
    {
        if (!isFull)
        {
            // The program has become faster.
            if (room > 2 * MostFrames || now - _since > LongestFilling)
                StartMeasuring();
            return;
        }

        StartMeasuring();
        if (room < ShortestQueue)
            (_isKnown, _pause, _receipts) = (false, FirstPause, Math.Min(2 * Math.Max(_receipts, FirstReceipts), MostReceipts));
        else
            SetLength(room);
    }

    private void SetLength(double room)
    {
        if (_isKnown)
            _pacing = Min(2 * _pacing, LongestPacing);
        _receipts = NextReceipts;
        if (room >= Math.Min(NearlyAsMuch * _pause, _pause - Noise) && _pause < MostFrames)
            _pause = Math.Min(_pause + (_isKnown ? MoreFramesIfKnown : Math.Max(MoreFrames, _pause / 2)), MostFrames);
        else
            (_isKnown, _pause) = (true, Math.Min(room - 1, _pause));
    }

    private void StartMeasuring() => (_state, _readBefore) = (ReadAheadState.Measuring, -1);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
