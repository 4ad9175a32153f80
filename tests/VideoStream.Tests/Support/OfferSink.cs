using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>A sink that records which frames it got, on which thread, and that can be held in the middle of its messages.</summary>
internal sealed class OfferSink : IFrameSink
{
    private readonly Lock _gate = new();
    private readonly List<(long Number, string? Thread)> _sent = [];
    private TaskCompletionSource? _begun;
    private TaskCompletionSource? _messages;

    public bool SendsInline { get; set; } = true;

    /// <summary>Called by the sender's loop, wherever it is awake.</summary>
    public Action? OnLoop { get; set; }

    public bool HasMessages
    {
        get
        {
            if (Thread.CurrentThread.IsThreadPoolThread)
                OnLoop?.Invoke();
            return Volatile.Read(ref _messages) is not null;
        }
    }

    public long[] Numbers
    {
        get
        {
            lock (_gate)
                return [.. _sent.Select(frame => frame.Number)];
        }
    }

    public string?[] Threads
    {
        get
        {
            lock (_gate)
                return [.. _sent.Select(frame => frame.Thread)];
        }
    }

    public bool TrySend(EncodedFrame frame, bool asksReceipt)
    {
        if (SendsInline)
            Add(frame);
        return SendsInline;
    }

    public async ValueTask FinishAsync(EncodedFrame frame)
    {
        await Task.Yield();
        Add(frame);
    }

    /// <summary>Has messages until <see cref="EndMessages"/>.</summary>
    /// <returns>Ends when the sender began to send them.</returns>
    public Task BeginMessages()
    {
        _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _messages, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _begun.Task;
    }

    public void EndMessages()
    {
        TaskCompletionSource messages = _messages!;
        Volatile.Write(ref _messages, null);
        messages.SetResult();
    }

    public async ValueTask SendMessagesAsync()
    {
        Task messages = _messages!.Task;
        _begun!.SetResult();
        await messages;
    }

    private void Add(EncodedFrame frame)
    {
        lock (_gate)
            _sent.Add((frame.Stamp.Number, Thread.CurrentThread.Name));
    }
}
