using System.Collections.Concurrent;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>
/// The links from the services that publish at one NATS server. Each has a way of its own to the server, and all share the one from there.
/// For any thread.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class UpstreamLinks(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, UpstreamLink> _byInstance = new();

    /// <summary>Raised when a variant may have less than before. Handlers must not block.</summary>
    public event Action? Reduced;

    /// <summary>The link from a service.</summary>
    /// <param name="instance">See <see cref="PublishedState.Instance"/>.</param>
    public UpstreamLink Of(long instance)
    {
        // A service that starts anew has another number. What its link carries is found again within seconds.
        if (_byInstance.Count >= CameraDirectory.MaxServices && !_byInstance.ContainsKey(instance))
            _byInstance.Clear();
        return _byInstance.GetOrAdd(instance, _ => new UpstreamLink(time));
    }

    /// <summary>A frame has arrived.</summary>
    /// <param name="instance">The service that published it.</param>
    /// <param name="receiver">What received it.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="delay">The time since it was published.</param>
    /// <param name="followsSkipped">See <see cref="FrameEnvelope.FollowsSkipped"/>.</param>
    /// <returns>
    /// Whether so many frames wait at the server that a new connection is better. Not while the frames of another service come in time:
    /// then they wait before the server, which a new connection would not change, and frames of the other service would be lost.
    /// </returns>
    public bool OnFrame(long instance, object receiver, int bytes, TimeSpan delay, bool followsSkipped)
    {
        UpstreamLink link = Of(instance);
        double before = link.MaxRate;
        bool isTooLong = link.OnFrame(receiver, bytes, delay, followsSkipped);
        if (link.MaxRate < before)
            Reduced?.Invoke();
        return isTooLong && !_byInstance.Values.Any(other => other != link && other.IsInTime);
    }

    /// <summary>The clock of a service was set, or ours: its frames seem to take another time.</summary>
    /// <param name="instance">The service.</param>
    public void OnClockSet(long instance) => Of(instance).OnClockSet();

    /// <inheritdoc cref="UpstreamLink.OnConnecting"/>
    public void OnConnecting()
    {
        foreach (UpstreamLink link in _byInstance.Values)
            link.OnConnecting();
    }
}
