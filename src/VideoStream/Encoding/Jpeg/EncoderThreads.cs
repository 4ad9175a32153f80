using System.Collections.Concurrent;

namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// The threads that encode, one a core, so that encoding does not block the thread pool, which serves the sockets. Variants queue in the
/// order in which they ask, each at most once. So the queue is fair, and bounded by the number of variants.
/// </summary>
internal sealed partial class EncoderThreads : IDisposable
{
    private readonly ILogger<EncoderThreads> _logger;
    private readonly BlockingCollection<(Variant Variant, Action Encode)> _queue = [];
    private readonly Thread[] _threads;

    public EncoderThreads(ILogger<EncoderThreads> logger)
        : this(logger, Environment.ProcessorCount)
    {
    }

    /// <param name="logger">Gets the failures.</param>
    /// <param name="count">How many threads; with 0, the owner calls <see cref="TryEncodeNext"/>.</param>
    internal EncoderThreads(ILogger<EncoderThreads> logger, int count)
    {
        _logger = logger;
        _threads = [.. Enumerable.Range(0, count).Select(StartThread)];
    }

    /// <summary>How many variants wait for a thread.</summary>
    public int Queued => _queue.Count;

    /// <summary>Queues a variant.</summary>
    /// <param name="variant">The variant, for the log.</param>
    /// <param name="encode">Encodes its newest frame.</param>
    public void Queue(Variant variant, Action encode)
    {
        try
        {
            _queue.Add((variant, encode));
        }
        catch (InvalidOperationException)
        {
            // The service stops, and the frame is not needed.
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        foreach (Thread thread in _threads)
            thread.Join();
        _queue.Dispose();
    }

    /// <summary>Encodes the variant that is first in the queue, on the caller's thread.</summary>
    /// <returns>False if none is queued.</returns>
    internal bool TryEncodeNext()
    {
        if (!_queue.TryTake(out (Variant Variant, Action Encode) next))
            return false;
        Run(next.Variant, next.Encode);
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
        foreach ((Variant variant, Action encode) in _queue.GetConsumingEnumerable())
            Run(variant, encode);
    }

    private void Run(Variant variant, Action encode)
    {
        try
        {
            encode();
        }
        catch (Exception e)
        {
            // Uncaught, it would end the process.
            LogFailed(e, variant);
        }
    }
}
