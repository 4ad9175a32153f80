using System.Threading.Channels;
using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>A sink that takes what the test lets it take, and records what it was given, in order.</summary>
internal sealed class ScriptedSink : IFrameSink
{
    private readonly Channel<string> _record = Channel.CreateUnbounded<string>();
    private TaskCompletionSource _rest = new();
    private bool _isBlocked;
    private int _messages;
    private int _asked;

    /// <summary>How often the sender asked for messages, which it does once a step.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public bool HasMessages
    {
        get
        {
            Interlocked.Increment(ref _asked);
            return Volatile.Read(ref _messages) > 0;
        }
    }

    /// <summary>What each call throws; null while none does.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The frame that it was given last.</summary>
    public EncodedFrame? Last { get; private set; }

    /// <summary>The bytes of all frames that it was given.</summary>
    public long Bytes { get; private set; }

    /// <summary>The name of the thread that it was given that frame on.</summary>
    public string? LastThread { get; private set; }

    /// <summary>Takes no more frames at once, until <see cref="Unblock"/>.</summary>
    public void Block() => (_rest, _isBlocked) = (new(TaskCreationOptions.RunContinuationsAsynchronously), true);

    /// <summary>Takes the rest of the frame, and whole frames from now on.</summary>
    /// <param name="failure">What the wait for the rest throws instead.</param>
    public void Unblock(Exception? failure = null)
    {
        _isBlocked = false;
        if (failure is null)
            _rest.SetResult();
        else
            _rest.SetException(failure);
    }

    public void AddMessage() => Interlocked.Increment(ref _messages);

    /// <summary>Waits for the next call that it took something by.</summary>
    public Task<string> NextAsync() => Limit.Within(_record.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());

    /// <summary>What it was given and <see cref="NextAsync"/> has not returned.</summary>
    public List<string> Rest()
    {
        var rest = new List<string>();
        while (_record.Reader.TryRead(out string? entry))
            rest.Add(entry);
        return rest;
    }

    public bool TrySend(EncodedFrame frame, bool asksReceipt)
    {
        (Last, LastThread) = (frame, Thread.CurrentThread.Name);
        ThrowIfFailing();
        Bytes += frame.Bytes.Length;
        bool isWhole = !_isBlocked;
        Record(isWhole ? $"frame {frame.Stamp.Number}" : $"part of {frame.Stamp.Number}");
        return isWhole;
    }

    public async ValueTask FinishAsync(EncodedFrame frame)
    {
        await _rest.Task;
        Record($"rest of {frame.Stamp.Number}");
    }

    public ValueTask SendMessagesAsync()
    {
        ThrowIfFailing();
        Record($"{Interlocked.Exchange(ref _messages, 0)} messages");
        return ValueTask.CompletedTask;
    }

    private void ThrowIfFailing()
    {
        if (Failure is not null)
            throw Failure;
    }

    private void Record(string entry) => _record.Writer.TryWrite(entry);
}
