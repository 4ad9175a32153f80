using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A source that does what a test tells it to: whether it opens, and what comes of each read.</summary>
internal sealed class ScriptedReader : ICameraReader
{
    private readonly BlockingCollection<Func<string?>> _grabs = [];
    private readonly PaintedReader _painter = new();
    private int _opened;
    private volatile bool _disposed;

    /// <summary>What comes of the first try to open it, the second, and so on: why not, or null.</summary>
    public Func<int, string?> OnOpen { get; init; } = _ => null;

    public Func<FrameContent, bool> OnRetrieve { get; set; } = _ => true;

    public int Opened => Volatile.Read(ref _opened);

    public bool IsDisposed => _disposed;

    /// <summary>The read that waits, or else the next one, brings a picture.</summary>
    public void Deliver() => Grabs(() => null);

    /// <summary>The read that waits, or else the next one, ends so.</summary>
    public void Grabs(Func<string?> result) => _grabs.Add(result);

    public string? Open(CancellationToken cancellationToken) => OnOpen(Interlocked.Increment(ref _opened));

    public string? Grab(CancellationToken cancellationToken) => _grabs.Take(cancellationToken)();

    public bool Retrieve(FrameContent content, Capture capture) => OnRetrieve(content) && _painter.Retrieve(content, capture);

    public void Close() => _disposed = true;
}
