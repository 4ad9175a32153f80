using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;

namespace VideoStream.Tests.Support;

/// <summary>A source under the control of a test, with one reader per connection.</summary>
internal sealed class ScriptedReaders : ICameraReaderCatalogue
{
    private readonly ConcurrentQueue<ScriptedReader> _made = new();
    private int _probes;

    /// <summary>Makes the reader of the connection with this number. The first is 1.</summary>
    public Func<int, ScriptedReader> Make { get; set; } = _ => new ScriptedReader();

    public bool OnDemand { get; set; }

    public bool IsReachable { get; set; }

    /// <summary>What can be known without opening the source.</summary>
    public CameraFault? Known { get; set; }

    /// <summary>Whether there is a better source. Taken by the first who looks.</summary>
    public bool HasBetter { get; set; }

    /// <summary>How often somebody looked for a better source.</summary>
    public int Looks { get; private set; }

    /// <summary>An exception for the supervisor; null for none.</summary>
    public Exception? Bug { get; set; }

    /// <summary>How often it was asked whether the source is reachable.</summary>
    public int Probes => Volatile.Read(ref _probes);

    /// <summary>The number of connections so far.</summary>
    public int Connections => _made.Count;

    /// <summary>The readers of all connections.</summary>
    public IReadOnlyCollection<ScriptedReader> Made => _made;

    public ScriptedReader Newest => _made.Last();

    public ICameraReader Create(Camera camera)
    {
        ScriptedReader reader = Make(_made.Count + 1);
        _made.Enqueue(reader);
        return reader;
    }

    public Task<CameraFault?> FindFaultAsync(Camera camera, CancellationToken cancellationToken) => Task.FromResult(Known);

    public bool TryReselect(Camera camera)
    {
        Looks++;
        bool hadBetter = HasBetter;
        HasBetter = false;
        return hadBetter;
    }

    public bool IsOnDemand(Camera camera) => Bug is { } bug ? throw bug : OnDemand;

    public Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken)
    {
        bool isReachable = IsReachable;
        Interlocked.Increment(ref _probes);
        return Task.FromResult(isReachable);
    }
}
