using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A reader under the control of a test, which decides the result of each call.</summary>
internal sealed class ScriptedReader : ICameraReader
{
    private readonly BlockingCollection<Func<SourceResult>> _grabs = [];
    private readonly PaintedReader _painter = new();
    private int _opened;
    private volatile bool _disposed;

    /// <summary>The result of opening the source for the first time, the second time, and so on.</summary>
    public Func<int, SourceResult> OnOpen { get; init; } = _ => SourceResult.Ok;

    /// <summary>Whether the frame is good. It is painted unless this fills it.</summary>
    public Func<FrameContent, bool> OnRetrieve { get; set; } = _ => true;

    /// <summary>The source's own stamp; null for none.</summary>
    public CaptureStamp? Stamp { get; set; }

    public string? Damage { get; init; }

    /// <summary>Called when the connection is cancelled; null for nothing.</summary>
    public Action? OnCancel { get; init; }

    public int Opened => Volatile.Read(ref _opened);

    public bool IsDisposed => _disposed;

    /// <summary>The blocked read, or else the next one, returns a frame.</summary>
    public void Deliver() => Grabs(() => SourceResult.Ok);

    /// <summary>The blocked read, or else the next one, returns this result.</summary>
    public void Grabs(Func<SourceResult> result) => _grabs.Add(result);

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (OnCancel is { } callback)
            cancellationToken.Register(callback);
        return OnOpen(Interlocked.Increment(ref _opened));
    }

    public SourceResult Grab(CancellationToken cancellationToken) => _grabs.Take(cancellationToken)();

    public bool Retrieve(FrameContent content, CaptureStamp stamp) =>
        OnRetrieve(content) && (!content.IsEmpty || _painter.Retrieve(content, stamp));

    public void Close() => _disposed = true;
}
