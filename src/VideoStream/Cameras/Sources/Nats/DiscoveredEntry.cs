using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// One entry of the configuration that stands for many cameras, and what it has found. One thread at a time adds, all may read.
/// </summary>
/// <param name="entry">Its name.</param>
/// <param name="server">Its server.</param>
internal sealed class DiscoveredEntry(string entry, NatsServer server)
{
    private readonly CameraDirectory _directory = new(camera => VideoStreamOptionsRules.IsCameraName(NameOf(entry, camera)));
    private HashSet<string> _refused = [];
    private IReadOnlyList<PublishedName> _cameras = [];
    private string? _problem = "no service has answered yet";

    public string Entry => entry;

    public NatsServer Server => server;

    /// <summary>The cameras that can have a name here.</summary>
    public IReadOnlyList<PublishedName> Cameras => Volatile.Read(ref _cameras);

    /// <inheritdoc cref="CameraDirectory.IsFull"/>
    public bool IsFull => _directory.IsFull;

    /// <summary>Why none, or no new ones, are found; null if all is well.</summary>
    public string? Problem
    {
        get => Volatile.Read(ref _problem);
        set => Volatile.Write(ref _problem, value);
    }

    public DiscoveryState State => new(entry, server.Display, Cameras.Count, Problem);

    /// <summary>The name here of a camera.</summary>
    public string NameOf(PublishedName camera) => NameOf(entry, camera);

    /// <summary>Adds the answers to a question.</summary>
    /// <returns>The cameras that are left out, because their names here would be too long, and that were not returned before.</returns>
    public PublishedName[] Add(PublishedCameras[] answers)
    {
        _directory.Add(answers, server.Deliveries.Has);
        Problem = _directory.IsAnswered ? null : "no service publishes cameras there";
        Volatile.Write(ref _cameras, _directory.Cameras);
        HashSet<string> known = _refused;
        // Only those of now: names come from elsewhere, any number of them.
        _refused = [.. _directory.Nameless.Select(camera => camera.Name)];
        return [.. _directory.Nameless.Where(camera => !known.Contains(camera.Name))];
    }

    private static string NameOf(string entry, PublishedName camera) => $"{entry}-{camera.Name}";
}
