using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using VideoStream.Cameras.Sources;

namespace VideoStream.Tests.Support;

/// <summary>
/// An RTSP camera on loopback that does what a test says, connection by connection. The last script serves all further ones.
/// A connection is closed when its script ends.
/// </summary>
internal sealed class ScriptedRtspCamera : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Action<RtspPeer>[] _scripts;
    private int _accepted;

    public ScriptedRtspCamera(params Action<RtspPeer>[] scripts)
    {
        _scripts = scripts;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>With this certificate it speaks TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The heads of the requests so far, and of responses to the camera's own.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public int Accepted => Volatile.Read(ref _accepted);

    public string Display => $"{(Certificate is null ? "rtsp" : "rtsps")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public CameraUrl Url(string user = "") => new(Display.Replace("://", "://" + user, StringComparison.Ordinal) + "/cam?a=b");

    /// <summary>Waits until the client has sent something that begins so.</summary>
    public string WaitFor(string start)
    {
        string? found = null;
        Limit.Until(() => (found = Requests.FirstOrDefault(request => request.StartsWith(start, StringComparison.Ordinal))) is not null);
        return found!;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (TcpClient client in _clients)
            client.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                client.NoDelay = true;
                _clients.Add(client);
                Action<RtspPeer> script = _scripts[Math.Min(_accepted, _scripts.Length - 1)];
                Interlocked.Increment(ref _accepted);
                new Thread(() => Serve(client, script)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The test has ended.
        }
    }

    private void Serve(TcpClient client, Action<RtspPeer> script)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (Certificate is not null)
                {
                    var secure = new SslStream(stream);
                    secure.AuthenticateAsServer(Certificate);
                    stream = secure;
                }

                script(new RtspPeer(stream, this));
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or AuthenticationException)
            {
                // The client has closed the connection.
            }
        }
    }
}
