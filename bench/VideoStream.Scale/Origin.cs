using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>
/// The service beside the camera. The answers are those of the service's own <see cref="PublishedCamera"/>; only the frames are not made,
/// because it is not connected to a NATS server.
/// </summary>
internal sealed class Origin : IDisposable
{
    /// <summary>As <c>NatsPublisher</c> looks for leases that have ended.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    /// <summary>From the start to the first frame: 0.7 s (docs/performance.md), of which a part is the camera's.</summary>
    private static readonly TimeSpan CameraOpen = TimeSpan.FromSeconds(0.5);

    private readonly World _world;
    private readonly PublishedVariants _published;
    private readonly NatsServer _closed;
    private PublishedCamera? _camera;
    private NatsNode? _node;

    public Origin(World world)
    {
        _world = world;
        _closed = ClosedServer(world.Timeline.Time);
        _node = world.Nats.Nodes[0];
        _published = new PublishedVariants(world, this, CameraOpen);
        Start();
        world.Timeline.Every(CheckInterval, CheckInterval, Expire);
    }

    public static NatsSubjects Subjects { get; } = new(new NatsPublishOptions().Prefix, "gate");

    /// <summary>Whether relays reach it.</summary>
    public bool IsThere => _camera is not null && _node is not null;

    public NatsNode? Node => _node;

    public PublishedVariants Published => _published;

    /// <summary>The variants that it encodes: one subscription each.</summary>
    public int Encoded => _camera?.Variants ?? 0;

    public int Leases => _camera?.Leases ?? 0;

    /// <summary>Begins to connect to a NATS server.</summary>
    public static NatsServer StartServer(string url, TimeProvider time) => CameraUrl.TryParse(url, out CameraUrl? address)
        ? NatsServer.Start(address, new NatsOptions(), time, NullLogger.Instance)
        : throw new ArgumentException($"not the address of a NATS server: {url}", nameof(url));

    /// <summary>A connection that was closed at once: what would be published to it stays where it is.</summary>
    public static NatsServer ClosedServer(TimeProvider time)
    {
        NatsServer server = StartServer("nats://127.0.0.1:1", time);
        _ = server.DisposeAsync().AsTask();
        return server;
    }

    /// <summary>A camera that is published, as the service makes it.</summary>
    public static PublishedCamera CreateCamera(NatsServer server, TimeProvider time, int maxVariants)
    {
        var threads = new EncoderThreads(NullLogger<EncoderThreads>.Instance, count: 0, time);
        var camera = new Camera(Subjects.Camera, new CameraOptions(), time);
        var options = new VideoStreamOptions { WebSocket = { FrameRate = ViewerMix.FramesPerSecond } };
        var variants = new VariantSet(camera, options, threads, time, NullLogger<VariantSet>.Instance);
        return new PublishedCamera(variants, new Uplink(server, time), Subjects, SettingsOf(maxVariants), time, NullLogger.Instance);
    }

    /// <summary>What counts for all cameras that it publishes.</summary>
    public static PublishSettings SettingsOf(int maxVariants) => new(1, maxVariants, TakesOver: false);

    /// <summary>A relay asks for a variant.</summary>
    /// <returns>The variant that is published for it; null if nobody answers.</returns>
    public string? AskLease(RelayNode relay, string variant, string id)
    {
        if (!IsThere)
            return null;
        _world.Meter.Count(Figure.LeaseQuestions);
        byte[]? answer = _camera!.Answer(Subjects.Lease(variant), id);
        string? granted = JsonSerializer.Deserialize(answer, NatsJson.Default.LeaseAnswer)?.Variant;
        if (granted is not null)
            _published.Renew(relay, granted, id);
        return granted;
    }

    /// <summary>A relay asks for the state, which shows that the origin is there.</summary>
    public bool AskState()
    {
        if (!IsThere)
            return false;
        _world.Meter.Count(Figure.StateQuestions);
        return _camera!.Answer(Subjects.State, null) is not null;
    }

    /// <summary>A relay does not need a lease any more.</summary>
    public void Release(string variant, string id)
    {
        if (!IsThere)
            return;
        _world.Meter.Count(Figure.Releases);
        _camera!.Answer(Subjects.Release(variant), id);
        _published.End(id);
    }

    /// <summary>A relay asks for a key frame.</summary>
    public void AskKeyFrame(string variant)
    {
        if (!IsThere)
            return;
        _world.Meter.Count(Figure.KeyFrameQuestions);
        _camera!.Answer(Subjects.KeyFrame(variant), "");
        _published.AskKeyFrame(variant);
    }

    /// <summary>It ends, and is back after a time.</summary>
    public void Restart(TimeSpan downTime)
    {
        _camera!.Close();
        _camera = null;
        _published.Clear();
        LosePictures();
        _world.Timeline.After(downTime, Start);
    }

    /// <summary>Its NATS server has ended. It pauses its encodes until it is connected again.</summary>
    public void LoseServer()
    {
        NatsNode lost = _node!;
        _node = null;
        LosePictures();
        _world.Nats.Reconnect(lost, () => true, node =>
        {
            _node = node;
            _published.BeginAgain();
        });
    }

    public void Dispose() => _camera?.Close();

    private void Start() => _camera = CreateCamera(_closed, _world.Timeline.Time, _world.Options.MaxVariants);

    private void LosePictures()
    {
        foreach (RelayNode relay in _world.Relays)
            relay.LosePictures();
    }

    private bool Expire()
    {
        _camera?.Expire();
        _published.Expire();
        return true;
    }
}
