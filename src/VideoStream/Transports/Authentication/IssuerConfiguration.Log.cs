namespace VideoStream.Transports.Authentication;

/// <content>Log messages.</content>
internal sealed partial class IssuerConfiguration
{
    [LoggerMessage(
        350,
        LogLevel.Error,
        "The issuer {Authority} does not give its keys: {Reason}. Tokens are refused until it does; it is asked again when one comes")]
    private partial void LogUnreachable(string? authority, string reason);

    [LoggerMessage(351, LogLevel.Information, "The issuer {Authority} gives its keys again")]
    private partial void LogReachable(string? authority);
}
