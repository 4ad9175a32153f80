using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace VideoStream.Viewers.Settings;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanValue : SettingValue<bool>
{
    public override string Schema => """{"type":"boolean"}""";

    public override bool TryRead(JsonElement value, string field, out bool read, [NotNullWhen(false)] out SettingError? error)
    {
        read = value.ValueKind == JsonValueKind.True;
        error = read || value.ValueKind == JsonValueKind.False ? null : SettingError.WrongType(field, "true or false");
        return error is null;
    }
}
