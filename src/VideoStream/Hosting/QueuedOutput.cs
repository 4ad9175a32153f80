using System.Threading.Channels;

namespace VideoStream.Hosting;

/// <summary>
/// Standard output that never blocks. A thread of its own writes what was queued. Nobody reads the output of a terminal that was stopped
/// with Ctrl+S, or of a log collector that hangs: then the writes block, and with them every thread that logs. What does not fit into the
/// queue is dropped and counted.
/// </summary>
internal sealed class QueuedOutput : TextWriter
{
    private const int MaxQueued = 1000;

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(0.5);

    private readonly Action<byte[]> _write;
    private readonly Channel<string> _queue =
        Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });

    private readonly Thread _thread;
    private long _dropped;

    /// <summary>Starts the thread.</summary>
    /// <param name="write">Writes text in UTF-8. May block.</param>
    public QueuedOutput(Action<byte[]> write)
    {
        _write = write;
        // A background thread, so that a write that never returns does not keep the process alive.
        _thread = new Thread(Run) { IsBackground = true, Name = "output" };
        _thread.Start();
    }

    public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

    /// <summary>Puts itself in the place of the console's standard output.</summary>
    public static QueuedOutput OfConsole()
    {
        var output = new QueuedOutput(StandardOutput.Write);
        Console.SetOut(output);
        return output;
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value) && !_queue.Writer.TryWrite(value))
            Interlocked.Increment(ref _dropped);
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <summary>Writes what is queued, if somebody reads it.</summary>
    protected override void Dispose(bool disposing)
    {
        _queue.Writer.TryComplete();
        _thread.Join(FlushTimeout);
        base.Dispose(disposing);
    }

    private void Run()
    {
        ChannelReader<string> queued = _queue.Reader;
        while (queued.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queued.TryRead(out string? text))
                Send(text);
            long dropped = Interlocked.Exchange(ref _dropped, 0);
            if (dropped > 0)
                Send($"{dropped} lines of the log are missing here: nobody read them in time{NewLine}");
        }
    }

    private void Send(string text)
    {
        try
        {
            _write(Encoding.GetBytes(text));
        }
        catch (IOException)
        {
            // The output is a file, and the disk is full. The service goes on, and so may the log.
        }
    }
}
