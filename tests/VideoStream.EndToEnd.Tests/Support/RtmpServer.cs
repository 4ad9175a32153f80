using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>An RTMP server on loopback: an ffmpeg that waits for one client, and sends it a moving picture.</summary>
internal sealed class RtmpServer : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it. It listens some time later.</summary>
    /// <param name="path">Application and stream.</param>
    public RtmpServer(string path)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        string[] arguments =
        [
            "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25",
            "-f", "flv", "-listen", "1", $"rtmp://127.0.0.1:{Port}{path}",
        ];
        _process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
