using System.Net.Security;
using NATS.Client.Core;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>Options of the client library for a connection.</summary>
internal static class NatsClientOptions
{
    /// <summary>How long one try takes at most.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // Pictures are to be back soon after the server is.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A connection whose third ping would be due, and none is answered, counts as lost. Where a server's machine or the way to it is gone,
    /// nothing else tells. The library's own two minutes would be six.
    /// </summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    private const string Untrusted = "its certificate is not trusted. Nats:CaFile names a file with the one that it was issued by";

    /// <summary>What the client is to do.</summary>
    /// <param name="url">The server's address.</param>
    /// <param name="options">What lets in, and what is trusted.</param>
    /// <param name="failed">Gets why there is no connection, where the client says nothing.</param>
    /// <param name="keyRead">Gets why there is no credential, at each connection; null if there is one.</param>
    public static NatsOpts Of(CameraUrl url, NatsOptions options, Action<string> failed, Action<string?> keyRead) => NatsOpts.Default with
    {
        Url = $"nats://{(url.Host.Contains(':', StringComparison.Ordinal) ? $"[{url.Host}]" : url.Host)}:{url.Port}",
        Name = "VideoStream",
        AuthOpts = url.HasCredentials
            ? new NatsAuthOpts { Username = url.Credentials.UserName, Password = url.Credentials.Password }
            : new NatsAuthOpts
            {
                AuthCredCallback = NatsKeyReader.Of(options, keyRead),
                Token = options.Token,
                Username = options.User,
                Password = options.Password,
            },
        TlsOpts = TlsOf(options, failed),
        ConnectTimeout = ConnectTimeout,
        RetryOnInitialConnect = true,
        IgnoreAuthErrorAbort = true,
        PingInterval = PingInterval,
        ReconnectWaitMin = ShortestPause,
        ReconnectWaitMax = LongestPause,
        ReconnectJitter = ShortestPause,
        SuppressSlowConsumerWarnings = true,
        WriterBufferSize = UnsentLimit.Bytes / 2,
        // What is published in the moment in which the connection is lost would else wait until it is back, however long. Now it waits for
        // five seconds at most (CommandTimeout).
        PublishTimeoutOnDisconnected = true,
    };

    private static NatsTlsOpts TlsOf(NatsOptions options, Action<string> failed) => new()
    {
        CaFile = options.CaFile,
        Mode = options.CaFile is null ? TlsMode.Prefer : TlsMode.Require,
        ConfigureClientAuthentication = tls =>
        {
            Report(tls, failed);
            return default;
        },
    };

    /// <summary>The client tries again without a word, so what is wrong with a certificate is noted here.</summary>
    private static void Report(SslClientAuthenticationOptions tls, Action<string> failed)
    {
        RemoteCertificateValidationCallback? check = tls.RemoteCertificateValidationCallback;
        tls.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            bool isAccepted = check?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
            if (!isAccepted)
                failed(errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "its certificate is for another name" : Untrusted);
            return isAccepted;
        };
    }
}
