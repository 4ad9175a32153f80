using Microsoft.Extensions.Options;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>Adds the cameras that are found, and removes those that are gone.</summary>
internal sealed class DiscoveryLoop(
    CameraDiscovery discovery, CameraLoops cameras, IOptions<VideoStreamOptions> options, TimeProvider time)
{
    private long _steps;

    /// <summary>How often it has looked.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await discovery.LookAsync(cancellationToken))
                await cameras.FollowAsync(options);
            Volatile.Write(ref _steps, _steps + 1);
            await Task.Delay(CameraDiscovery.Interval, time, cancellationToken);
        }
    }
}
