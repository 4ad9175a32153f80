using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace VideoStream.Viewers.Settings;

/// <summary>A kind of value of a setting.</summary>
internal abstract class SettingValue<T>
{
    /// <summary>The JSON schema of the values.</summary>
    public abstract string Schema { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="value">The JSON value.</param>
    /// <param name="field">The value's name in the message or query, for the error.</param>
    /// <param name="read">The value that was read.</param>
    /// <param name="error">What is wrong with it, and what is allowed.</param>
    public abstract bool TryRead(
        JsonElement value, string field, [NotNullWhen(true)] out T? read, [NotNullWhen(false)] out SettingError? error);
}
