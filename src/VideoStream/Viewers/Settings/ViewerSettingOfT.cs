using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using VideoStream.Access;

namespace VideoStream.Viewers.Settings;

/// <summary>A setting whose values have one type.</summary>
/// <param name="name">The setting's name.</param>
/// <param name="description">What it does.</param>
/// <param name="values">Reads its values.</param>
/// <param name="apply">Puts a value into the settings.</param>
/// <param name="needsControl">Whether a value needs the scope <c>control</c>. All others are for everybody who may watch.</param>
/// <param name="isReserved">Whether all values but the default need that scope.</param>
/// <param name="isCapped">Whether a client's caps bound it (<see cref="ViewerSettings.Within"/>).</param>
internal sealed class ViewerSetting<T>(
    string name,
    string description,
    SettingValue<T> values,
    Func<ViewerSettings, T, ViewerSettings> apply,
    Func<T, bool> needsControl,
    bool isReserved = true,
    bool isCapped = false)
    : ViewerSetting(name, description, values.Schema)
{
    public override bool MayBeSet(AccessGrant grant) =>
        !isReserved || grant.May(AccessScopes.Control) || (isCapped && grant.Caps is not null);

    public override bool TryRead(JsonElement value, string field, SettingsChange change, [NotNullWhen(false)] out SettingError? error)
    {
        if (!values.TryRead(value, field, out T? read, out error))
            return false;
        if (needsControl(read))
            change.RequireControl(field, isCapped);
        change.Add(settings => apply(settings, read));
        return true;
    }
}
