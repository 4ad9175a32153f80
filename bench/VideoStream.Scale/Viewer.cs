namespace VideoStream.Scale;

/// <summary>A browser with the service's page.</summary>
internal sealed class Viewer(World world)
{
    /// <summary>TCP, TLS and the upgrade over a link of 30 ms: three round trips.</summary>
    private static readonly TimeSpan Handshake = TimeSpan.FromMilliseconds(90);

    /// <summary>How often adaptation changes the variant of a viewer.</summary>
    public const double SecondsBetweenChanges = 60;

    private readonly ClientRetries _retries = new(world.Random);
    private RelayNode? _relay;
    private RelayedVariant? _current;
    private RelayedVariant? _next;
    private int _connection;
    private bool _isGone;
    private WaitKind _wait = WaitKind.Arrival;

    /// <summary>Since when it has had no picture, or wants one; null if it has one.</summary>
    public TimeSpan? DarkSince { get; private set; } = world.Now;

    /// <summary>Whether it sees one variant and waits for another one.</summary>
    public bool IsChanging => _current is not null && _next is not null;

    /// <summary>Connects through the balancer.</summary>
    public void Connect()
    {
        if (_isGone)
            return;
        int connection = ++_connection;
        world.Balancer.Connect(Handshake, relay =>
        {
            if (connection == _connection && !_isGone)
                OnConnected(relay);
        });
    }

    /// <summary>Closes the page.</summary>
    public void Leave()
    {
        _isGone = true;
        _relay?.Remove(this);
        (_relay, _) = (null, _connection++);
        LeaveVariants();
    }

    /// <summary>The link carries more, or less.</summary>
    public void Adapt()
    {
        if (_isGone)
            return;
        if (_current is not null && _next is null && _relay is { IsReceiving: true } relay)
            Watch(relay, world.Mix.Choose());
        world.Timeline.After(world.Exponential(SecondsBetweenChanges), Adapt);
    }

    /// <summary>A variant shows its first picture.</summary>
    public void OnPicture(RelayedVariant variant)
    {
        if (variant == _next)
        {
            RelayedVariant? before = _current;
            (_current, _next) = (_next, null);
            before?.Leave(this);
        }

        if (DarkSince is { } since)
            world.Meter.AddWait(_wait, world.Now - since);
        DarkSince = null;
    }

    /// <summary>The variant shows a placeholder.</summary>
    public void OnPictureLost(RelayedVariant variant)
    {
        if (variant == _current)
            BeginWait(WaitKind.Loss);
    }

    /// <summary>The relay is dead.</summary>
    public void OnRelayDied(bool silently)
    {
        RelayNode relay = _relay!;
        (_relay, _current, _next) = (null, null, null);
        BeginWait(WaitKind.Loss);
        world.Timeline.After(silently ? _retries.Silence() : TimeSpan.Zero, () =>
        {
            relay.Forget(this);
            world.Timeline.After(_retries.Lost(), Connect);
        });
    }

    private void OnConnected(RelayNode? relay)
    {
        if (relay is not { IsAlive: true })
        {
            world.Timeline.After(_retries.Lost(), Connect);
            return;
        }

        relay.OnHandshake();
        if (!relay.TryAdmit(this))
        {
            world.Meter.Count(Figure.Refusals);
            world.Timeline.After(_retries.Full(), Connect);
            return;
        }

        _retries.Reset();
        _relay = relay;
        Watch(relay, world.Mix.Choose());
    }

    /// <summary>The rule of <c>WatchedStream.Watch</c>: with room the stream before goes on until the next one's key frame.</summary>
    private void Watch(RelayNode relay, WatchedVariant wanted)
    {
        if (_current?.Wanted == wanted)
            return;
        if (_current is not null && !relay.HasRoom)
        {
            LeaveVariants();
            BeginWait(WaitKind.Change);
        }

        RelayedVariant joined = relay.Join(wanted);
        if (joined == _current)
            return;
        _next = joined;
        joined.Join(this);
    }

    private void BeginWait(WaitKind kind)
    {
        if (DarkSince is null)
            (DarkSince, _wait) = (world.Now, kind);
    }

    private void LeaveVariants()
    {
        RelayedVariant? current = _current, next = _next;
        (_current, _next) = (null, null);
        current?.Leave(this);
        next?.Leave(this);
    }
}
