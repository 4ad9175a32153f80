namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// The cameras that services publish at one server, as they answer to rounds of a question. A camera goes at once when its service does not
/// name it any more. A service that is silent keeps its cameras for a minute, because their viewers are to stay and to see why there is no
/// picture. Rounds without a connection do not count. Not thread-safe.
/// </summary>
/// <param name="fits">Whether a camera can have a name here.</param>
internal sealed class CameraDirectory(Predicate<PublishedName> fits)
{
    /// <summary>How many rounds a silent service keeps its cameras.</summary>
    public const int MaxSilentRounds = 30;

    /// <summary>The most cameras. Each has three loops here.</summary>
    public const int MaxCameras = 250;

    /// <summary>The most services. One that answers with another instance each time must not take all memory.</summary>
    public const int MaxServices = 1000;

    private readonly Dictionary<long, (PublishedName[] Cameras, int SilentRounds)> _services = [];

    /// <summary>The cameras, by name.</summary>
    public IReadOnlyList<PublishedName> Cameras { get; private set; } = [];

    /// <summary>Those that can have no name here.</summary>
    public IReadOnlyList<PublishedName> Nameless { get; private set; } = [];

    /// <summary>Whether there are more cameras, which are left out.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether some service answered in the last round.</summary>
    public bool IsAnswered => _services.Values.Any(service => service.SilentRounds == 0);

    /// <summary>Adds a round.</summary>
    /// <param name="answers">All answers to one question.</param>
    /// <param name="isDelivering">Whether frames of a service come, behind which its answer may wait.</param>
    public void Add(IEnumerable<PublishedCameras> answers, Predicate<long> isDelivering)
    {
        foreach (var (instance, (cameras, silentRounds)) in _services)
            _services[instance] = (cameras, isDelivering(instance) ? silentRounds : silentRounds + 1);
        foreach (PublishedCameras answer in answers)
            _services[answer.Instance] = (answer.Cameras, 0);
        foreach (var (instance, service) in _services.OrderBy(service => service.Value.SilentRounds).Skip(MaxServices))
            _services.Remove(instance);
        foreach (var (instance, service) in _services)
        {
            if (service.SilentRounds > MaxSilentRounds)
                _services.Remove(instance);
        }

        // Of two services with one camera, the one that answers says its title. New ones put none out whose viewers are there.
        var known = Cameras.Select(camera => camera.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        PublishedName[] found =
        [
            .. _services.Values.OrderBy(service => service.SilentRounds)
                .SelectMany(service => service.Cameras)
                .DistinctBy(camera => camera.Name, StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(camera => known.Contains(camera.Name))
                .ThenBy(camera => camera.Name, StringComparer.OrdinalIgnoreCase),
        ];
        PublishedName[] fitting = [.. found.Where(camera => fits(camera))];
        Nameless = [.. found.Except(fitting).Take(MaxCameras)];
        IsFull = fitting.Length > MaxCameras;
        Cameras = [.. fitting.Take(MaxCameras).OrderBy(camera => camera.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
