using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>
/// A variant that a relay asks the origin for, and its viewers there: those that see it, and those that wait for a key frame.
/// </summary>
internal sealed class RelayedVariant(World world, RelayNode relay, WatchedVariant wanted)
{
    /// <summary>As <c>RelayedFrames</c> waits after a question without an answer.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(0.5);

    private readonly string _id = new Guid(RandomBytes(world.Random)).ToString("N");
    private readonly HashSet<Viewer> _showing = [];

    /// <summary>Since when each waits; null if no frames of another variant come meanwhile.</summary>
    private readonly Dictionary<Viewer, TimeSpan?> _waiting = [];

    private TimeSpan? _askedAt;
    private int _question;
    private bool _isEnded;

    public WatchedVariant Wanted => wanted;

    /// <summary>The variant that is published for it; null before the first answer.</summary>
    public string? Granted { get; private set; }

    /// <summary>Viewers that see it.</summary>
    public int Showing => _showing.Count;

    public bool IsWatched => _showing.Count + _waiting.Count > 0;

    /// <summary>What its frames take a second, in kbit.</summary>
    public double Kilobits => Granted is null ? 0 : world.Mix.ByName[Granted].Kilobits;

    private bool IsReceiving => relay.IsReceiving && Granted is not null && world.Origin.Published.Has(Granted);

    /// <summary>Asks for it now, and from then on again and again.</summary>
    public void Ask()
    {
        int question = ++_question;
        string? before = Granted;
        string? answer = relay.Node is null ? null : world.Origin.AskLease(relay, wanted.Name, _id);
        Granted = answer ?? Granted;
        world.Timeline.After(answer is null ? RetryInterval : LeaseTable.RenewInterval, () =>
        {
            if (question == _question && !_isEnded)
                Ask();
        });
        if (Granted != before)
            WantPicture();
    }

    /// <summary>A viewer waits for a picture of it.</summary>
    public void Join(Viewer viewer)
    {
        _waiting[viewer] = world.Now;
        AskKeyFrame();
    }

    public void Leave(Viewer viewer)
    {
        _showing.Remove(viewer);
        _waiting.Remove(viewer);
        if (!IsWatched && !_isEnded)
            relay.End(this);
    }

    /// <summary>Asks for a key frame if somebody waits.</summary>
    public void WantPicture()
    {
        if (_waiting.Count > 0)
            AskKeyFrame();
    }

    /// <summary>A frame came with which all can begin.</summary>
    public void ShowPicture()
    {
        if (!IsReceiving || _waiting.Count == 0)
            return;
        KeyValuePair<Viewer, TimeSpan?>[] waiting = [.. _waiting];
        _waiting.Clear();
        _showing.UnionWith(waiting.Select(waited => waited.Key));
        // A viewer that goes on with another variant meanwhile looks for the key frame with each frame of that, and asks each time. The
        // relay passes on what comes seldom enough.
        if (wanted.IsH264 && waiting.Where(waited => waited.Key.IsChanging).Min(waited => waited.Value) is { } since)
            world.Meter.Count(Figure.KeyFrameQuestions, (long)((world.Now - since) / LeaseClient.KeyFrameInterval));

        foreach (var (viewer, _) in waiting)
            viewer.OnPicture(this);
    }

    public void LosePicture()
    {
        // None has frames of another variant meanwhile.
        foreach (Viewer viewer in _waiting.Keys)
            _waiting[viewer] = null;
        foreach (Viewer viewer in _showing)
        {
            _waiting[viewer] = null;
            viewer.OnPictureLost(this);
        }

        _showing.Clear();
    }

    /// <summary>The relay gives the lease back.</summary>
    public void Close()
    {
        _isEnded = true;
        if (Granted is not null && relay.Node is not null)
            world.Origin.Release(wanted.Name, _id);
    }

    /// <summary>The relay is dead. The lease ends by itself.</summary>
    public void Abandon()
    {
        _isEnded = true;
        world.Origin.Published.Orphan(_id);
    }

    private void AskKeyFrame()
    {
        if (!IsReceiving || world.Now - _askedAt < LeaseClient.KeyFrameInterval)
            return;
        _askedAt = world.Now;
        world.Origin.AskKeyFrame(Granted!);
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }
}
