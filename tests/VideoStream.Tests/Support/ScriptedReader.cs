using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A source that does what a test tells it to: whether it opens, and what comes of each read.</summary>
internal sealed class ScriptedReader : ICameraReader
{
    private readonly BlockingCollection<Func<SourceResult>> _grabs = [];
    private readonly PaintedReader _painter = new();
    private int _opened;
    private volatile bool _disposed;

    /// <summary>What comes of the first try to open it, the second, and so on.</summary>
    public Func<int, SourceResult> OnOpen { get; init; } = _ => SourceResult.Ok;

    public Func<FrameContent, bool> OnRetrieve { get; set; } = _ => true;

    /// <summary>The stamp that the source brings; null for none.</summary>
    public CaptureStamp? Stamp { get; set; }

    public int Opened => Volatile.Read(ref _opened);

    public bool IsDisposed => _disposed;

    /// <summary>The read that waits, or else the next one, brings a frame.</summary>
    public void Deliver() => Grabs(() => SourceResult.Ok);

    /// <summary>The read that waits, or else the next one, ends so.</summary>
    public void Grabs(Func<SourceResult> result) => _grabs.Add(result);

    public SourceResult Open(CancellationToken cancellationToken) => OnOpen(Interlocked.Increment(ref _opened));

    public SourceResult Grab(CancellationToken cancellationToken) => _grabs.Take(cancellationToken)();

    public bool Retrieve(FrameContent content, CaptureStamp stamp) => OnRetrieve(content) && _painter.Retrieve(content, stamp);

    public void Close() => _disposed = true;
}
