using VideoStream.Configuration;
using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>
/// What the origin publishes, as the relays know it from its answers: which variants, and when each had a key frame. It has two more
/// <see cref="LeaseTable"/>s, so that the origin's can be compared with what relays hold.
/// </summary>
/// <param name="world">The simulation.</param>
/// <param name="origin">The origin.</param>
/// <param name="cameraOpen">How long the camera takes until its first frame.</param>
internal sealed class PublishedVariants(World world, Origin origin, TimeSpan cameraOpen)
{
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1 / ViewerMix.FramesPerSecond);

    private static readonly TimeSpan KeyFrameInterval = TimeSpan.FromSeconds(new H264Options().MinKeyFrameInterval);

    private readonly Dictionary<string, (TimeSpan KeyFrameAt, bool IsDue)> _keyFrames = [];
    private TimeSpan _openAt;
    private LeaseTable _all = new(world.Timeline.Time);
    private LeaseTable _living = new(world.Timeline.Time);

    /// <summary>The variants that are published.</summary>
    public IReadOnlyCollection<string> Names => _all.Variants;

    /// <summary>All leases that the origin must have.</summary>
    public int Leases => _all.Count;

    /// <summary>Leases of relays that are dead.</summary>
    public int Orphans => _all.Count - _living.Count;

    public bool Has(string name) => origin.IsThere && _keyFrames.ContainsKey(name);

    public void Renew(RelayNode relay, string name, string id)
    {
        _all.TryRenew(name, id);
        if (relay.IsAlive)
            _living.TryRenew(name, id);
        if (_keyFrames.ContainsKey(name))
            return;
        if (_keyFrames.Count == 0)
            _openAt = world.Now + cameraOpen;
        _keyFrames[name] = (world.Now, true);
        TimeSpan open = _openAt - world.Now;
        world.Timeline.After((open > TimeSpan.Zero ? open : TimeSpan.Zero) + (2 * Frame), () => MakeKeyFrame(name));
    }

    public void End(string id)
    {
        _all.TryEnd(id);
        _living.TryEnd(id);
        Forget();
    }

    /// <summary>A relay has died.</summary>
    public void Orphan(string id) => _living.TryEnd(id);

    public void Expire()
    {
        _all.Expire();
        _living.Expire();
        Forget();
    }

    public void Clear()
    {
        (_all, _living) = (new(world.Timeline.Time), new(world.Timeline.Time));
        _keyFrames.Clear();
    }

    /// <summary>After a pause each encoder begins with a key frame.</summary>
    public void BeginAgain()
    {
        foreach (string name in _keyFrames.Keys)
        {
            _keyFrames[name] = (world.Now, true);
            world.Timeline.After(2 * Frame, () => MakeKeyFrame(name));
        }
    }

    /// <summary>The next frame becomes a key frame, unless there was one lately. Every JPEG is one.</summary>
    public void AskKeyFrame(string name)
    {
        if (!_keyFrames.TryGetValue(name, out var last) || last.IsDue)
            return;
        TimeSpan wait = world.Mix.ByName[name].IsH264 ? last.KeyFrameAt + KeyFrameInterval - world.Now : TimeSpan.Zero;
        _keyFrames[name] = last with { IsDue = true };
        world.Timeline.After((wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + world.PartOf(Frame), () => MakeKeyFrame(name));
    }

    private void MakeKeyFrame(string name)
    {
        if (!Has(name))
            return;
        _keyFrames[name] = (world.Now, false);
        if (world.Mix.ByName[name].IsH264)
            world.Meter.Count(Figure.KeyFrames);
        foreach (RelayNode relay in world.Relays)
            relay.OnKeyFrame(name);
    }

    private void Forget()
    {
        foreach (string name in _keyFrames.Keys)
        {
            if (!_all.Has(name))
                _keyFrames.Remove(name);
        }
    }
}
