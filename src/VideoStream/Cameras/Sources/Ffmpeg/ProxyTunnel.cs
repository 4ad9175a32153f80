using System.Globalization;
using System.Net;
using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Asks an HTTP proxy for a connection to a camera (CONNECT, RFC 9110 section 9.3.6).</summary>
/// <param name="proxy">The address of the proxy.</param>
/// <param name="credentials">The user and the password for the proxy; null if it has none.</param>
/// <param name="authority">Host and port of the camera.</param>
internal sealed class ProxyTunnel(Uri proxy, NetworkCredential? credentials, string authority)
{
    private const int MaxHeadBytes = 16 * 1024;

    /// <summary>Host, port, and the proxy as faults show it.</summary>
    public (string Host, int Port, string Display) Server =>
        (proxy.IdnHost, proxy.Port, $"the proxy {proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}");

    /// <summary>Finds the proxy for a camera; null if it is connected directly.</summary>
    /// <param name="proxies">The proxies of the environment.</param>
    /// <param name="host">The host of the camera.</param>
    /// <param name="port">Its port.</param>
    /// <param name="isSecure">Whether the connection is for TLS. The environment can name another proxy for others.</param>
    public static ProxyTunnel? Find(IWebProxy proxies, string host, int port, bool isSecure = true)
    {
        string authority = RelayUrl.Authority(host, port);
        string scheme = isSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        // A host with a zone is on this machine's network, and in no Uri.
        if (!Uri.TryCreate($"{scheme}://{authority}/", UriKind.Absolute, out Uri? camera) || proxies.IsBypassed(camera))
            return null;
        return proxies.GetProxy(camera) is { } proxy
            ? new ProxyTunnel(proxy, proxies.Credentials?.GetCredential(proxy, "Basic"), authority)
            : null;
    }

    /// <summary>Asks for the connection, over one to the proxy.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="camera">The camera's address as faults show it.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SourceResult> OpenAsync(Stream stream, string camera, CancellationToken cancellationToken)
    {
        if (proxy.Scheme != Uri.UriSchemeHttp)
            return new CameraFault(CameraFaultKind.ProxyFailed, camera, $"{Server.Display} is none for HTTP");
        try
        {
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Request()), cancellationToken);
            int status = await ReadStatusAsync(stream, cancellationToken);
            string problem = status > 0 ? string.Create(CultureInfo.InvariantCulture, $"answers {status}") : "doesn't speak HTTP";
            return status is >= 200 and <= 299
                ? SourceResult.Ok
                : new CameraFault(CameraFaultKind.ProxyFailed, camera, $"{Server.Display} {problem}");
        }
        catch (IOException)
        {
            return new CameraFault(CameraFaultKind.LostBeforeAnswer, Server.Display);
        }
    }

    private string Request()
    {
        byte[] user = System.Text.Encoding.UTF8.GetBytes($"{credentials?.UserName}:{credentials?.Password}");
        string authorization = credentials is null ? "" : $"Proxy-Authorization: Basic {Convert.ToBase64String(user)}\r\n";
        return $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{authorization}\r\n";
    }

    /// <summary>Reads the head of the answer. The camera sends nothing before it is sent something.</summary>
    private static async Task<int> ReadStatusAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[MaxHeadBytes];
        int length = 0, read;
        while (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            if (length == head.Length || (read = await stream.ReadAsync(head.AsMemory(length), cancellationToken)) == 0)
                break;
            length += read;
        }

        ResponseHeadReader.Read(new ReceiveBuffer(new MemoryStream(head, 0, length)), out ResponseHead parsed);
        return parsed.Status;
    }
}
