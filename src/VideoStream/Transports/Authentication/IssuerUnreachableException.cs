namespace VideoStream.Transports.Authentication;

/// <summary>The issuer of tokens did not give its keys. The message says why.</summary>
internal sealed class IssuerUnreachableException(string message) : Exception(message);
