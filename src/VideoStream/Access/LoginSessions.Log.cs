namespace VideoStream.Access;

/// <content>Log messages.</content>
internal sealed partial class LoginSessions
{
    [LoggerMessage(330, LogLevel.Error, "{Path} is damaged, so everybody must log in again: {Damage}")]
    private static partial void LogDamaged(ILogger logger, string path, string damage);

    [LoggerMessage(
        331, LogLevel.Error, "{Path} can't be written: {Reason}. After a restart, logins since the last write are not as they were")]
    private static partial void LogNotSaved(ILogger logger, string path, string reason);
}
