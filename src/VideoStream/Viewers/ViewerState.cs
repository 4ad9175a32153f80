using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>What the parts of a viewer share: its settings, why it ends, and what it was sent. For any thread.</summary>
/// <param name="settings">The settings that it begins with.</param>
internal sealed class ViewerState(ViewerSettings settings)
{
    private ViewerSettings _settings = settings;
    private CloseReason? _closeReason;

    /// <summary>Raised on any thread. Handlers must not block.</summary>
    public event Action<ViewerEvent>? Changed;

    public ViewerCounters Counters { get; } = new();

    public ViewerSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    /// <summary>Why the viewer ends; null while it goes on.</summary>
    public CloseReason? CloseReason => Volatile.Read(ref _closeReason);

    /// <summary>Sets the reason why the viewer ends.</summary>
    /// <returns>False if it has a reason already: the first counts.</returns>
    public bool TryClose(CloseReason reason) => Interlocked.CompareExchange(ref _closeReason, reason, null) is null;

    public void Raise(ViewerEvent what) => Changed?.Invoke(what);
}
