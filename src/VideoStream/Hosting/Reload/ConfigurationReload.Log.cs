namespace VideoStream.Hosting.Reload;

/// <content>Log messages.</content>
internal sealed partial class ConfigurationReload
{
    [LoggerMessage(430, LogLevel.Information, "The configuration has changed: {Keys}")]
    private partial void LogReloaded(string keys);

    [LoggerMessage(434, LogLevel.Warning, "The configuration has changed: {Keys}. These need a restart: {AfterRestart}")]
    private partial void LogNeedsRestart(string keys, string afterRestart);

    [LoggerMessage(435, LogLevel.Information, "The configuration was read again. Nothing in it has changed")]
    private partial void LogUnchanged();

    [LoggerMessage(
        431, LogLevel.Warning, "The configuration has no keys any more: nobody is let in until a key is added, or a restart")]
    private partial void LogNoKeys();

    [LoggerMessage(432, LogLevel.Error, "The changed configuration is not taken over, and nothing changes: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(
        436,
        LogLevel.Error,
        "Reading the configuration again hangs for {Seconds} s, at {File}. No change counts until it goes on, or a restart")]
    private partial void LogHangs(string file, double seconds);

    [LoggerMessage(437, LogLevel.Information, "The configuration can be read again")]
    private partial void LogGoesOn();

    [LoggerMessage(438, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(
        439,
        LogLevel.Warning,
        "{Section} has no certificate any more. New connections get the last one that it had, until a restart, which may fail without it")]
    private partial void LogKept(string section);

    [LoggerMessage(433, LogLevel.Error, "The changed configuration can't be read, and nothing changes")]
    private partial void LogFailed(Exception exception);
}
