namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class KeyReload
{
    [LoggerMessage(
        430, LogLevel.Information, "The configuration has changed: {Keys} keys are in effect. All other settings need a restart")]
    private partial void LogReloaded(int keys);

    [LoggerMessage(
        431,
        LogLevel.Warning,
        "The configuration has changed and has no keys any more: nobody is let in until a key is added, or a restart")]
    private partial void LogNoKeys();

    [LoggerMessage(432, LogLevel.Error, "The configuration has changed and is not taken over: {Problems}")]
    private partial void LogInvalid(string problems);

    [LoggerMessage(433, LogLevel.Error, "The configuration has changed and can't be read")]
    private partial void LogFailed(Exception exception);
}
