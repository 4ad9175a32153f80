using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;

namespace VideoStream.Relay;

/// <summary>Publishes this service's cameras to NATS, as far as relays ask for them.</summary>
internal sealed class NatsPublisher
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly VariantRegistry _variants;
    private readonly NatsServers _servers;
    private readonly Upstreams _upstreams;
    private readonly NatsPublishOptions _options;
    private readonly PublishSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<NatsPublisher> _logger;
    private PublishedCameraLoop[] _cameras = [];
    private long _checks;

    public NatsPublisher(
        VariantRegistry variants,
        NatsServers servers,
        Upstreams upstreams,
        IOptions<VideoStreamOptions> options,
        TimeProvider time,
        ILogger<NatsPublisher> logger)
    {
        (_variants, _servers, _upstreams, _time, _logger) = (variants, servers, upstreams, time, logger);
        _options = options.Value.Publish.Nats;
        _settings = new PublishSettings(Random.Shared.NextInt64(1, long.MaxValue), _options.MaxVariants, _options.TakeOver);
    }

    /// <summary>How often it has looked for cameras and leases.</summary>
    public long Checks => Volatile.Read(ref _checks);

    /// <summary>Whether anything is to be published.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(_options.Url);

    /// <summary>Finds what publishes a camera; null if nothing does.</summary>
    public PublishedCameraLoop? Find(Camera camera) => Array.Find(Volatile.Read(ref _cameras), loop => loop.Camera.Camera == camera);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!IsConfigured || !CameraUrl.TryParse(_options.Url!, out CameraUrl? url))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            return;
        }

        NatsServer server = _servers.Get(url, isForPublishing: true);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task answering = new CameraListResponder(server, _options.Prefix, PublishedCameras, _time).RunAsync(end.Token);
        try
        {
            await PublishAsync(server, answering, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (PublishedCameraLoop camera in _cameras)
                camera.Dispose();
            Volatile.Write(ref _cameras, []);
        }
    }

    private async Task PublishAsync(NatsServer server, Task answering, CancellationToken cancellationToken)
    {
        var uplink = new Uplink(server, _time);
        while (true)
        {
            // The supervisor begins anew.
            if (answering.IsCompleted)
                await answering;
            Follow(uplink);
            foreach (PublishedCameraLoop camera in _cameras)
                camera.Expire();
            Volatile.Write(ref _checks, _checks + 1);
            await Task.Delay(CheckInterval, _time, cancellationToken);
        }
    }

    /// <summary>The cameras that relays can ask for: without those of a name that another service publishes.</summary>
    private PublishedCameras PublishedCameras() => new(
        _settings.Instance,
        [
            .. Volatile.Read(ref _cameras)
                .Where(loop => loop.Problem is null)
                .Select(loop => new PublishedName(loop.Camera.Camera.Name, loop.Camera.Camera.Title)),
        ]);

    /// <summary>Cameras come and go with the configuration.</summary>
    private void Follow(Uplink uplink)
    {
        VariantSet[] wanted = [.. _variants.All.Where(set => IsPublished(set.Camera))];
        PublishedCameraLoop[] gone = [.. _cameras.Where(loop => !wanted.Any(set => set.Camera == loop.Camera.Camera))];
        VariantSet[] added = [.. wanted.Where(set => !_cameras.Any(loop => loop.Camera.Camera == set.Camera))];
        if (gone.Length == 0 && added.Length == 0)
            return;
        foreach (PublishedCameraLoop loop in gone)
            loop.Dispose();
        Volatile.Write(ref _cameras, [.. _cameras.Except(gone), .. added.Select(set => Start(set, uplink))]);
    }

    private PublishedCameraLoop Start(VariantSet set, Uplink uplink)
    {
        var subjects = new NatsSubjects(_options.Prefix, set.Camera.Name);
        var camera = new PublishedCamera(set, uplink, subjects, _settings, _time, _logger);
        var right = new PublishRight(uplink.Server, subjects, _settings, _time);
        return PublishedCameraLoop.Start(camera, right, uplink.Server, _time, _logger);
    }

    /// <summary>What is relayed is published already.</summary>
    private bool IsPublished(Camera camera) => _options.Cameras.Length > 0
        ? _options.Cameras.Contains(camera.Name, StringComparer.OrdinalIgnoreCase)
        : _upstreams.Find(camera) is null;
}
