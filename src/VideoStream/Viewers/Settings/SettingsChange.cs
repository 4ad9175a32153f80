namespace VideoStream.Viewers.Settings;

/// <summary>The valid settings of one message or query. Settings that it does not name stay as they are.</summary>
internal sealed class SettingsChange
{
    private readonly List<Func<ViewerSettings, ViewerSettings>> _steps = [];

    public bool IsEmpty => _steps.Count == 0;

    public void Add(Func<ViewerSettings, ViewerSettings> step) => _steps.Add(step);

    public ViewerSettings ApplyTo(ViewerSettings settings) => _steps.Aggregate(settings, (changed, step) => step(changed));
}
