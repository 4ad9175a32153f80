using System.Diagnostics;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A camera on loopback with a live HLS playlist of segments of a second, of which it keeps five.</summary>
internal sealed class PlaylistCamera : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly NetworkCamera _server;
    private readonly Process _encoder;

    /// <summary>Starts it. Its playlist is there some time later.</summary>
    /// <param name="coder">The encoder and its options.</param>
    public PlaylistCamera(params string[] coder)
    {
        _server = new NetworkCamera(ServeAsync);
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-pix_fmt", "yuv420p", .. coder,
            "-f", "hls", "-hls_time", "1", "-hls_list_size", "5", "-hls_flags", "delete_segments+temp_file", _folder.Path("live.m3u8"),
        ];
        _encoder = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        _encoder.BeginErrorReadLine();
    }

    public string Url => _server.Url("/live.m3u8");

    public void Dispose()
    {
        _encoder.Kill();
        _encoder.WaitForExit();
        _encoder.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    private async Task ServeAsync(Stream stream, CancellationToken end)
    {
        string name = (await stream.ReadRequestAsync(end)).Split(' ')[1][1..];
        bool isThere = File.Exists(_folder.Path(name));
        byte[] body = isThere ? await File.ReadAllBytesAsync(_folder.Path(name), end) : [];
        string type = name.EndsWith(".m3u8", StringComparison.Ordinal) ? "application/vnd.apple.mpegurl" : "video/mp2t";
        await stream.AnswerAsync(isThere ? "200 OK" : "404 Not Found", type, body, end, "Connection: close\r\n");
    }
}
