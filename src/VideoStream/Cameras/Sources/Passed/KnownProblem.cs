namespace VideoStream.Cameras.Sources.Passed;

/// <summary>
/// Remembers for some time why a camera's video can't be passed, so that the next connections decode it at once. A camera that serves one
/// client, and restarts then, could not be read otherwise: the connection that finds the reason is not the one that decodes.
/// </summary>
internal sealed class KnownProblem(TimeProvider time)
{
    /// <summary>After this time the next connection tries again, because the camera's settings may have changed.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private string? _problem;
    private long _foundAt;

    /// <summary>The reason; null if none is known.</summary>
    public string? Current
    {
        get
        {
            lock (_gate)
                return _problem is not null && time.GetElapsedTime(_foundAt) < Lifetime ? _problem : null;
        }
    }

    /// <summary>Remembers a reason.</summary>
    public void Remember(string problem)
    {
        lock (_gate)
            (_problem, _foundAt) = (problem, time.GetTimestamp());
    }
}
