using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using VideoStream.Load.Options;

namespace VideoStream.Load.Connections;

/// <summary>
/// Speaks TLS for viewers, which only know sockets: each connection to <see cref="EndPoint"/> on loopback is passed on to the server.
/// </summary>
internal sealed class TlsFront : IDisposable
{
    private readonly LoadOptions _options;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2Collection _trusted = [];

    /// <summary>Starts to listen.</summary>
    /// <param name="options">The server, and the certificates that are trusted.</param>
    public TlsFront(LoadOptions options)
    {
        _options = options;
        if (options.CaFile is { } file)
            _trusted.ImportFromPemFile(file);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassOnAsync(await _listener.AcceptAsync(_end.Token), _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run has ended.
        }
    }

    /// <summary>Passes one connection on. When either side ends it, the other is closed: the viewer reports that.</summary>
    private async Task PassOnAsync(Socket viewer, CancellationToken cancellationToken)
    {
        viewer.NoDelay = true;
        await using var plain = new NetworkStream(viewer, ownsSocket: true);
        using var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(_options.Url.DnsSafeHost, _options.Url.Port, cancellationToken);
            await using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsClientAsync(Options(), cancellationToken);
            await Task.WhenAny(secure.CopyToAsync(plain, cancellationToken), plain.CopyToAsync(secure, cancellationToken));
        }
        catch (AuthenticationException e)
        {
            await Console.Error.WriteLineAsync($"VideoStream.Load: {e.Message}");
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The viewer sees the end of its connection.
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = _options.Url.DnsSafeHost,
        CertificateChainPolicy = _trusted.Count == 0 ? null : Policy(),
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(_trusted);
        return policy;
    }
}
