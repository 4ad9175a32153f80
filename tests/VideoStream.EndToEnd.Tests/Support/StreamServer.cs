using System.Diagnostics;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// A camera on loopback over RTMP or SRT: an ffmpeg that waits for one client, and sends it a moving picture. It is started again when it
/// has ended, as a camera that accepts a single client does.
/// </summary>
internal sealed class StreamServer : IDisposable
{
    private readonly string[] _arguments;
    private readonly Lock _gate = new();
    private readonly Timer _restart;
    private Process? _process;
    private bool _isStopped;

    /// <summary>Starts it. It listens some time later.</summary>
    /// <param name="scheme">rtmp or srt.</param>
    /// <param name="coder">The encoder and its options.</param>
    public StreamServer(string scheme, params string[] coder)
    {
        int port = FreePort.Find();
        Url = $"{scheme}://127.0.0.1:{port}" + (scheme == "rtmp" ? "/live/cam" : "");
        string[] output = scheme == "rtmp" ? ["-f", "flv", "-listen", "1", Url] : ["-f", "mpegts", $"{Url}?mode=listener"];
        _arguments =
        [
            "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-pix_fmt", "yuv420p",
            .. coder, "-flush_packets", "1", .. output,
        ];
        _restart = new Timer(_ => Start(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    public static string[] H264 => ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25"];

    public string Url { get; }

    /// <summary>Ends it, until <see cref="Return"/>.</summary>
    public void Vanish()
    {
        lock (_gate)
        {
            _isStopped = true;
            End();
        }
    }

    /// <summary>Starts it again.</summary>
    public void Return()
    {
        lock (_gate)
            _isStopped = false;
    }

    public void Dispose()
    {
        _restart.Dispose();
        Vanish();
    }

    private void Start()
    {
        lock (_gate)
        {
            if (_isStopped || _process is { HasExited: false })
                return;
            _process?.Dispose();
            _process = Process.Start(new ProcessStartInfo("ffmpeg", _arguments) { RedirectStandardError = true })!;
            _process.BeginErrorReadLine();
        }
    }

    private void End()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }
}
