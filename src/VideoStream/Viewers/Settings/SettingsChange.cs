using VideoStream.Access;

namespace VideoStream.Viewers.Settings;

/// <summary>The valid settings of one message or query. Settings that it does not name stay as they are.</summary>
internal sealed class SettingsChange
{
    private readonly List<Func<ViewerSettings, ViewerSettings>> _steps = [];
    private string? _uncappedControlField;

    /// <summary>The first field with a value that needs the scope <c>control</c>; null if there is none.</summary>
    public string? ControlField { get; private set; }

    public bool IsEmpty => _steps.Count == 0;

    public void Add(Func<ViewerSettings, ViewerSettings> step) => _steps.Add(step);

    /// <summary>Notes that a field has a value that needs the scope <c>control</c>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isCapped">Whether a client's caps bound it.</param>
    public void RequireControl(string field, bool isCapped)
    {
        ControlField ??= field;
        if (!isCapped)
            _uncappedControlField ??= field;
    }

    /// <summary>Why a client may not make this change; null if it may. What caps bound is for clients with caps too.</summary>
    public SettingError? Check(AccessGrant grant)
    {
        string? field = grant.Caps is null ? ControlField : _uncappedControlField;
        return field is null || grant.May(AccessScopes.Control) ? null : SettingError.Forbidden(field);
    }

    public ViewerSettings ApplyTo(ViewerSettings settings) => _steps.Aggregate(settings, (changed, step) => step(changed));
}
