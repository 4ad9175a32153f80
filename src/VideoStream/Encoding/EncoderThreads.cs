using System.Collections.Concurrent;

namespace VideoStream.Encoding;

/// <summary>
/// The threads that encode, one a core: encoding would otherwise hold up the thread pool that serves the sockets. Variants queue in
/// the order in which they asked, each at most once, so that the queue is bounded by the variants and fair between them.
/// </summary>
internal sealed class EncoderThreads : IDisposable
{
    private readonly BlockingCollection<VariantStream> _queue = [];
    private readonly Thread[] _threads;

    public EncoderThreads()
    {
        _threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(StartThread)];
    }

    /// <summary>Queues a variant whose newest picture is wanted.</summary>
    public void Queue(VariantStream stream)
    {
        try
        {
            _queue.Add(stream);
        }
        catch (InvalidOperationException)
        {
            // The service stops: nobody waits for this picture any more.
        }
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
        foreach (VariantStream stream in _queue.GetConsumingEnumerable())
            stream.EncodeNewest();
    }
}
