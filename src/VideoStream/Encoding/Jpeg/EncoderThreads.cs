namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// The threads that encode, one a core, so that encoding does not block the thread pool, which serves the sockets. Each variant queues at
/// most once, so the queue is bounded by the number of variants. <see cref="EncoderQueue"/> shares the threads among the cameras.
/// </summary>
internal sealed partial class EncoderThreads : IDisposable
{
    /// <summary>How long a stop waits for encodes that run. They end with the process.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly ILogger<EncoderThreads> _logger;
    private readonly TimeProvider _time;
    private readonly EncoderQueue _queue;
    private readonly Thread[] _threads;
    private bool _isStopping;

    public EncoderThreads(ILogger<EncoderThreads> logger, TimeProvider? time = null)
        : this(logger, Environment.ProcessorCount, time)
    {
    }

    /// <param name="logger">Gets the failures.</param>
    /// <param name="count">How many threads; with 0, the owner calls <see cref="TryEncodeNext"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    internal EncoderThreads(ILogger<EncoderThreads> logger, int count, TimeProvider? time = null)
    {
        (_logger, _time) = (logger, time ?? TimeProvider.System);
        _queue = new EncoderQueue(count, _time);
        _threads = [.. Enumerable.Range(0, count).Select(StartThread)];
    }

    /// <summary>How many variants wait for a thread.</summary>
    public int Queued
    {
        get
        {
            lock (_gate)
                return _queue.Waiting;
        }
    }

    /// <summary>Whether no variant waits and none is being encoded.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_gate)
                return _queue.Waiting + _queue.Running == 0;
        }
    }

    /// <summary>Creates the share of a camera.</summary>
    public EncoderShare CreateShare()
    {
        var share = new EncoderShare();
        lock (_gate)
            _queue.Add(share);
        return share;
    }

    /// <summary>Removes the share of a camera that is gone. What it has queued is still encoded.</summary>
    public void Remove(EncoderShare share)
    {
        lock (_gate)
            _queue.Remove(share);
    }

    /// <summary>Queues an encode, unless the service stops: then the frame is not needed.</summary>
    public void Queue(EncoderWork work)
    {
        lock (_gate)
        {
            if (_isStopping)
                return;
            _queue.Add(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the threads. What is queued is not encoded.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }

        long started = _time.GetTimestamp();
        foreach (Thread thread in _threads)
        {
            TimeSpan left = EndTimeout - _time.GetElapsedTime(started);
            thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>Encodes the variant whose turn it is, on the caller's thread.</summary>
    /// <returns>False if none is queued.</returns>
    internal bool TryEncodeNext()
    {
        EncoderWork work;
        lock (_gate)
        {
            if (!_queue.TryTake(out work))
                return false;
        }

        Run(work);
        return true;
    }

    private Thread StartThread(int index)
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "encoder-" + index };
        thread.Start();
        return thread;
    }

    private void Run()
    {
        while (TryTake(out EncoderWork work))
            Run(work);
    }

    /// <summary>Waits for an encode.</summary>
    /// <returns>False if the service stops.</returns>
    private bool TryTake(out EncoderWork work)
    {
        lock (_gate)
        {
            work = default;
            while (!_isStopping && !_queue.TryTake(out work))
                Monitor.Wait(_gate);
            return !_isStopping;
        }
    }

    private void Run(EncoderWork work)
    {
        long startedAt = _time.GetTimestamp();
        try
        {
            work.Encode();
        }
        catch (Exception e)
        {
            // Uncaught, it would end the process.
            LogFailed(e, work.Variant);
        }

        lock (_gate)
        {
            _queue.End(work, startedAt);
            // What had to wait for the end of this encode may be more than this thread takes next.
            if (_queue.Waiting > 0)
                Monitor.Pulse(_gate);
        }
    }
}
