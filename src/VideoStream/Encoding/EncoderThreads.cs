using System.Collections.Concurrent;

namespace VideoStream.Encoding;

/// <summary>
/// The threads that encode, one a core: encoding would otherwise hold up the thread pool that serves the sockets. Variants queue in
/// the order in which they asked, each at most once, so that the queue is bounded by the variants and fair between them.
/// </summary>
internal sealed class EncoderThreads : IDisposable
{
    private readonly TimeProvider _time;
    private readonly BlockingCollection<(VariantStream Stream, long QueuedAt)> _queue = [];
    private readonly Thread[] _threads;
    private double _turnaroundSeconds;

    public EncoderThreads(TimeProvider time)
    {
        _time = time;
        _threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(StartThread)];
    }

    /// <summary>
    /// From asking for a picture to having it encoded, smoothed. More than the time between two pictures means that this machine can't encode
    /// all that is asked of it.
    /// </summary>
    public TimeSpan Turnaround => TimeSpan.FromSeconds(Volatile.Read(ref _turnaroundSeconds));

    /// <summary>Queues a variant whose newest picture is wanted.</summary>
    public void Queue(VariantStream stream)
    {
        try
        {
            _queue.Add((stream, _time.GetTimestamp()));
        }
        catch (InvalidOperationException)
        {
            // The service stops: nobody waits for this picture any more.
        }
    }

    /// <summary>What was queued is encoded.</summary>
    /// <param name="queuedAt">When it was queued.</param>
    public void Encoded(long queuedAt)
    {
        double seconds = _time.GetElapsedTime(queuedAt).TotalSeconds;
        // Two threads may do this at once, and one sample be lost: it is an estimate.
        Volatile.Write(ref _turnaroundSeconds, _turnaroundSeconds + ((seconds - _turnaroundSeconds) / 16));
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (Thread thread in _threads)
            thread.Join();
        _queue.Dispose();
    }

    private Thread StartThread(int index)
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "encoder-" + index };
        thread.Start();
        return thread;
    }

    private void Run()
    {
        foreach ((VariantStream stream, long queuedAt) in _queue.GetConsumingEnumerable())
            stream.EncodeNewest(queuedAt);
    }
}
