namespace VideoStream.Viewers.Settings;

/// <summary>Why a message or query of a client has no effect.</summary>
/// <param name="Code">An <see cref="ErrorCode"/>.</param>
/// <param name="Message">What is wrong and what is allowed, for a developer to read.</param>
/// <param name="Field">The field or parameter that is wrong; null if it is the whole message.</param>
internal sealed record SettingError(string Code, string Message, string? Field = null)
{
    public static SettingError WrongType(string field, string allowed) => new(ErrorCode.WrongType, $"{field} must be {allowed}", field);

    public static SettingError Forbidden(string field) => new(ErrorCode.Forbidden, $"{field} needs a key with the scope control", field);

    public static SettingError OutOfRange(string field, string allowed) => new(ErrorCode.OutOfRange, $"{field} must be {allowed}", field);
}
