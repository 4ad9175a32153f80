using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using VideoStream.Access;

namespace VideoStream.Viewers.Settings;

/// <summary>One setting that clients can change, by message and by query: a row of <see cref="SettingTable"/>.</summary>
/// <param name="name">The name in <c>config</c> messages and queries. <c>set_</c> and the name is the action of a command.</param>
/// <param name="description">What it does, for the API's description.</param>
/// <param name="schema">The JSON schema of its values, for the API's description.</param>
internal abstract class ViewerSetting(string name, string description, string schema)
{
    public string Name => name;

    public string Description => description;

    public string Schema => schema;

    /// <summary>Whether a client may give it another value than the default.</summary>
    public abstract bool MayBeSet(AccessGrant grant);

    /// <summary>Reads a value and adds it to a change.</summary>
    /// <param name="value">The value.</param>
    /// <param name="field">The value's name in the message or query, for the error.</param>
    /// <param name="change">The change. A wrong value does not alter it.</param>
    /// <param name="error">What is wrong with the value.</param>
    public abstract bool TryRead(JsonElement value, string field, SettingsChange change, [NotNullWhen(false)] out SettingError? error);
}
