using System.Collections.Concurrent;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;

namespace VideoStream.Tests.Support;

/// <summary>The readers of a camera, one a connection, and what there is to know of its source.</summary>
internal sealed class ScriptedReaders : ICameraReaderCatalogue
{
    private readonly ConcurrentQueue<ScriptedReader> _made = new();

    /// <summary>Makes the reader of the connection with this number, from 1.</summary>
    public Func<int, ScriptedReader> Make { get; set; } = _ => new ScriptedReader();

    public bool OnDemand { get; set; }

    /// <summary>Whether something is there that may be tried.</summary>
    public bool Answers { get; set; }

    /// <summary>What the supervisor runs into; null for nothing.</summary>
    public Exception? Bug { get; set; }

    /// <summary>How many connections there were.</summary>
    public int Connections => _made.Count;

    public ScriptedReader Newest => _made.Last();

    public ICameraReader Create(Camera camera)
    {
        ScriptedReader reader = Make(_made.Count + 1);
        _made.Enqueue(reader);
        return reader;
    }

    public bool IsOnDemand(Camera camera) => Bug is { } bug ? throw bug : OnDemand;

    public Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken) => Task.FromResult(Answers);
}
