namespace VideoStream.Access;

/// <content>Log messages.</content>
internal sealed partial class LinkRegistry
{
    [LoggerMessage(335, LogLevel.Error, "{Path} is damaged, so all links are refused, and have to be made again: {Damage}")]
    private static partial void LogDamaged(ILogger logger, string path, string damage);
}
