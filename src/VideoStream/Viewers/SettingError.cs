namespace VideoStream.Viewers;

/// <summary>Why something that a client sent can't be done.</summary>
/// <param name="Code">A <see cref="ErrorCode"/>.</param>
/// <param name="Message">What is wrong and what is allowed, for a developer to read.</param>
/// <param name="Field">The field or parameter that is wrong; null if it is the whole message.</param>
internal sealed record SettingError(string Code, string Message, string? Field = null);
