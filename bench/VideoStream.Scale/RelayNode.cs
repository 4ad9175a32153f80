using VideoStream.Configuration;
using VideoStream.Encoding;

namespace VideoStream.Scale;

/// <summary>A relay: its places, its connection to NATS, and the variants that its viewers watch.</summary>
internal sealed class RelayNode
{
    /// <summary>As the service of the relay asks for the state of the camera.</summary>
    private static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(0.5);

    private static readonly int MaxVariants = new ClientLimits().MaxVariants;

    private readonly World _world;
    private readonly Dictionary<Variant, RelayedVariant> _variants = [];
    private readonly HashSet<Viewer> _viewers = [];
    private readonly HashSet<Viewer> _forsaken = [];
    private int _life;
    private int _handshakes;
    private long _handshakesSecond;

    public RelayNode(World world, int number)
    {
        _world = world;
        Node = world.Nats.Nodes[number % world.Nats.Nodes.Count];
        BeginAsking();
    }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether it lost its power: nothing says that it is gone.</summary>
    public bool IsSilent { get; private set; }

    public NatsNode? Node { get; private set; }

    /// <summary>Whether it knows that the origin is not there.</summary>
    public bool IsCameraLost { get; private set; }

    public int Viewers => _viewers.Count;

    /// <summary>Its connections as the balancer knows them. Those of a machine without power last until the viewers notice.</summary>
    public int Connections => _viewers.Count + _forsaken.Count;

    public IReadOnlyCollection<RelayedVariant> Variants => _variants.Values;

    public bool HasRoom => _variants.Count < MaxVariants;

    /// <summary>Whether frames of the origin come here.</summary>
    public bool IsReceiving => IsAlive && Node is not null && !IsCameraLost && _world.Origin.IsThere;

    /// <summary>A viewer has opened a socket.</summary>
    /// <returns>Whether it has a place.</returns>
    public bool TryAdmit(Viewer viewer) => _viewers.Count < _world.Options.MaxClients && _viewers.Add(viewer);

    public void Remove(Viewer viewer) => _viewers.Remove(viewer);

    /// <summary>A viewer of the dead relay has closed its socket.</summary>
    public void Forget(Viewer viewer) => _forsaken.Remove(viewer);

    /// <summary>Counts a handshake.</summary>
    public void OnHandshake()
    {
        long second = (long)_world.Now.TotalSeconds;
        (_handshakes, _handshakesSecond) = (second == _handshakesSecond ? _handshakes + 1 : 1, second);
        _world.Meter.Count(Figure.Handshakes);
        _world.Meter.Sample(Figure.RelayHandshakes, _handshakes);
    }

    /// <summary>The rule of <c>VariantSet.Join</c>: without room it is the nearest lower one, unless it is the first of a codec.</summary>
    public RelayedVariant Join(WatchedVariant wanted)
    {
        if (_variants.TryGetValue(wanted.Variant, out RelayedVariant? own))
            return own;
        if (!HasRoom && _variants.Keys.Any(wanted.Variant.HasSameCodec))
            return _variants[wanted.Variant.Nearest(_variants.Keys)];
        var added = new RelayedVariant(_world, this, wanted);
        _variants[wanted.Variant] = added;
        added.Ask();
        return added;
    }

    /// <summary>Nobody watches a variant any more.</summary>
    public void End(RelayedVariant variant)
    {
        _variants.Remove(variant.Wanted.Variant);
        variant.Close();
    }

    /// <summary>The origin has made a key frame.</summary>
    public void OnKeyFrame(string name)
    {
        foreach (RelayedVariant variant in Variants.ToArray())
        {
            if (variant.Granted == name)
                variant.ShowPicture();
        }
    }

    /// <summary>No frames come any more.</summary>
    public void LosePictures()
    {
        foreach (RelayedVariant variant in Variants)
            variant.LosePicture();
    }

    /// <summary>Its NATS server has ended.</summary>
    public void LoseServer()
    {
        NatsNode lost = Node!;
        (Node, IsCameraLost) = (null, true);
        LosePictures();
        int life = _life;
        _world.Nats.Reconnect(lost, () => life == _life && IsAlive, node =>
        {
            Node = node;
            AskState();
            foreach (RelayedVariant variant in Variants.ToArray())
                variant.Ask();
        });
    }

    /// <summary>It ends without a word to anybody.</summary>
    /// <param name="silently">Whether its machine loses power. Else its sockets are closed at once.</param>
    public void Die(bool silently)
    {
        (IsAlive, IsSilent) = (false, silently);
        _life++;
        foreach (RelayedVariant variant in Variants)
            variant.Abandon();
        _variants.Clear();
        Viewer[] left = [.. _viewers];
        _viewers.Clear();
        _forsaken.UnionWith(left);
        foreach (Viewer viewer in left)
            viewer.OnRelayDied(silently);
    }

    /// <summary>Another one is in its place.</summary>
    public void Return()
    {
        (IsAlive, IsSilent, IsCameraLost) = (true, false, false);
        Node ??= _world.Nats.Nodes.First(node => node.IsAlive);
        BeginAsking();
    }

    private void BeginAsking()
    {
        int life = _life;
        _world.Timeline.Every(_world.PartOf(StateInterval), StateInterval, () =>
        {
            if (life == _life)
                AskState();
            return life == _life;
        });
    }

    private void AskState()
    {
        bool wasLost = IsCameraLost;
        IsCameraLost = Node is null || !_world.Origin.AskState();
        if (!wasLost || IsCameraLost)
            return;
        // One more, with which the camera is opened.
        _world.Origin.AskState();
        foreach (RelayedVariant variant in Variants)
            variant.WantPicture();
    }
}
