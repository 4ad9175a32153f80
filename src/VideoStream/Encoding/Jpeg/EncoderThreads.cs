using System.Collections.Concurrent;

namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// The threads that encode, one a core, so that encoding does not block the thread pool, which serves the sockets. Variants queue in the
/// order in which they ask, each at most once. So the queue is fair, and bounded by the number of variants.
/// </summary>
internal sealed partial class EncoderThreads : IDisposable
{
    private readonly ILogger<EncoderThreads> _logger;
    private readonly BlockingCollection<VariantStream> _queue = [];
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

    /// <summary>Queues a variant, to encode its newest frame.</summary>
    public void Queue(VariantStream stream)
    {
        try
        {
            _queue.Add(stream);
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
        if (!_queue.TryTake(out VariantStream? stream))
            return false;
        Encode(stream);
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
        foreach (VariantStream stream in _queue.GetConsumingEnumerable())
            Encode(stream);
    }

    private void Encode(VariantStream stream)
    {
        try
        {
            stream.EncodeNewest();
        }
        catch (Exception e)
        {
            // Uncaught, it would end the process.
            LogFailed(e, stream.Variant);
        }
    }

    [LoggerMessage(203, LogLevel.Critical, "Variant {Variant} failed on an encoder thread. Continuing with the next variant.")]
    private partial void LogFailed(Exception exception, Variant variant);
}
