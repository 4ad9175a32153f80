namespace VideoStream.Viewers.Settings;

/// <summary>The settings that one message or one query names, read and valid. Those that it does not name stay as they are.</summary>
internal sealed class SettingsChange
{
    private readonly List<Func<ViewerSettings, ViewerSettings>> _steps = [];

    public bool IsEmpty => _steps.Count == 0;

    public void Add(Func<ViewerSettings, ViewerSettings> step) => _steps.Add(step);

    public ViewerSettings ApplyTo(ViewerSettings settings) => _steps.Aggregate(settings, (changed, step) => step(changed));
}
