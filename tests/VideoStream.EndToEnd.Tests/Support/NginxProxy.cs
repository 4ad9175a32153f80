using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.RegularExpressions;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>nginx with the configuration for a sub-path that docs/proxies.md gives, or with that before two relays.</summary>
internal sealed partial class NginxProxy : IDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly TemporaryDirectory _directory;
    private readonly Process _process;

    private NginxProxy(TemporaryDirectory directory, Process process, int port)
    {
        (_directory, _process) = (directory, process);
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Address { get; }

    /// <summary>Starts it in front of a service, and waits until it listens. Skips the test if nginx is not installed.</summary>
    /// <param name="service">The service's address.</param>
    /// <param name="without">Lines with this text are left out of the configuration, as if its author had forgotten them.</param>
    public static Task<NginxProxy> StartAsync(Uri service, string? without = null) => StartAsync(
        port => string.Join('\n', OfSubPath(service, port).Split('\n')
            .Where(line => without is null || !line.Contains(without, StringComparison.Ordinal))));

    /// <summary>Starts it with a part of its configuration, and waits until it listens.</summary>
    /// <param name="sites">Makes what is within <c>http</c> for a port.</param>
    public static async Task<NginxProxy> StartAsync(Func<int, string> sites)
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        var directory = new TemporaryDirectory();
        int port = FreePort.Find();
        string file = directory.Path("nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(directory, sites(port)));
        var start = new ProcessStartInfo(Program, ["-p", directory.Path(""), "-e", "stderr", "-c", file]) { RedirectStandardError = true };
        var proxy = new NginxProxy(directory, Process.Start(start)!, port);
        await Eventually.HoldsAsync(() => proxy.Listens(port), "nginx listens");
        return proxy;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(TestClient.Timeout);
        _process.Dispose();
        _directory.Dispose();
    }

    private static string OfSubPath(Uri service, int port)
    {
        string[] blocks = [.. Blocks().Matches(Document()).Select(match => match.Groups[1].Value)];
        string map = blocks[0][..blocks[0].IndexOf("server {", StringComparison.Ordinal)];
        string server = blocks.Single(block => block.Contains("/cam1/", StringComparison.Ordinal))
            .Replace("listen 80", $"listen 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("127.0.0.1:8000", service.Authority, StringComparison.Ordinal);
        return map + server;
    }

    private static string Configuration(TemporaryDirectory directory, string sites)
    {
        string temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
            .Select(kind => $"{kind}_temp_path {directory.Path(kind)};\n"));
        return $"daemon off; master_process off; pid {directory.Path("pid")};\n"
            + $"events {{}}\nhttp {{\naccess_log off;\n{temporary}{sites}}}\n";
    }

    private static string Document() => File.ReadAllText(Path.Combine(
        typeof(NginxProxy).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!,
        "docs/proxies.md"));

    private bool Listens(int port)
    {
        Assert.False(_process.HasExited, _process.HasExited ? _process.StandardError.ReadToEnd() : "");
        using var socket = new TcpClient();
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex("^```nginx\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
