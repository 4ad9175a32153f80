using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// nginx or Caddy with its file of docs/deploy, as it stands but for addresses and paths. It is opened by the name in the file.
/// </summary>
internal sealed class DeployedProxy : IDisposable
{
    private const string Name = Chromium.OtherHost;

    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = FreePort.Find();
    private readonly int _plainPort = FreePort.Find();
    private readonly Process _process;

    private DeployedProxy(string program, Uri service, TestCertificate certificate)
    {
        string file = _directory.Path("proxy.conf");
        File.WriteAllText(file, program == "nginx" ? Nginx(service, certificate) : Caddy(service, certificate));
        var start = program == "nginx"
            ? new ProcessStartInfo("/usr/sbin/nginx", ["-p", _directory.Path(""), "-e", "stderr", "-c", file])
            : new ProcessStartInfo("/usr/bin/caddy", ["run", "--adapter", "caddyfile", "--config", file]);
        start.Environment["HOME"] = _directory.Path("");
        start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CONFIG_HOME"] = _directory.Path("");
        start.RedirectStandardError = true;
        Assert.SkipUnless(File.Exists(start.FileName), $"{start.FileName} is not installed");
        _process = Process.Start(start)!;
    }

    /// <summary>Where the service is, for clients that find the name.</summary>
    public Uri Address => new($"https://{Name}:{_port}/cam/");

    /// <summary>Starts it in front of a service, and waits until it listens. Skips the test if it is not installed.</summary>
    public static async Task<DeployedProxy> StartAsync(string program, Uri service, TestCertificate certificate)
    {
        var proxy = new DeployedProxy(program, service, certificate);
        await Eventually.HoldsAsync(proxy.Listens, $"{program} listens");
        return proxy;
    }

    /// <summary>HTTP of a client that finds the name and trusts the certificate.</summary>
    public SocketsHttpHandler Handler(TestCertificate certificate)
    {
        SocketsHttpHandler handler = certificate.Handler();
        handler.AllowAutoRedirect = false;
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        return handler;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit(TestClient.Timeout);
        _process.Dispose();
        _directory.Dispose();
    }

    private string Nginx(Uri service, TestCertificate certificate)
    {
        string site = Replaced(
            "docs/deploy/nginx/videostream.conf", ("127.0.0.1:8000", service.Authority), ("/etc/nginx/camera.crt", certificate.Path),
            ("/etc/nginx/camera.key", certificate.KeyPath), ("listen 80;", $"listen 127.0.0.1:{_plainPort};"),
            ("listen [::]:80;", $"listen 127.0.0.2:{_plainPort};"), ("listen 443", $"listen 127.0.0.1:{_port}"),
            ("listen [::]:443", $"listen 127.0.0.2:{_port}"));
        string temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
            .Select(kind => $"{kind}_temp_path {_directory.Path(kind)};\n"));
        return $"daemon off; master_process off; pid {_directory.Path("pid")};\n"
            + $"events {{}}\nhttp {{\naccess_log off;\n{temporary}{site}}}\n";
    }

    private string Caddy(Uri service, TestCertificate certificate)
    {
        string site = Replaced(
            "docs/deploy/caddy/Caddyfile", ("127.0.0.1:8000", service.Authority), ("/etc/caddy/camera.crt", certificate.Path),
            ("/etc/caddy/camera.key", certificate.KeyPath), (Name + " {", $"{Name}:{_port} {{"));
        return $"{{\n admin off\n http_port {_plainPort}\n}}\n{site}";
    }

    private static string Replaced(string path, params (string Old, string New)[] changes)
    {
        string text = RepositoryFiles.Text(path);
        foreach (var (old, replacement) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }

    private bool Listens()
    {
        Assert.False(_process.HasExited, _process.HasExited ? _process.StandardError.ReadToEnd() : "");
        using var socket = new TcpClient();
        try
        {
            socket.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
