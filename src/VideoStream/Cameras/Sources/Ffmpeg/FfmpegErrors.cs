namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Collects ffmpeg's error output while it runs, and makes a fault of it when it has ended.</summary>
internal sealed class FfmpegErrors(CameraUrl url)
{
    private const int MaxLines = 20, MaxLineLength = 300;

    /// <summary>Parts of ffmpeg's messages and their faults, the most specific first.</summary>
    private static readonly (string Message, CameraFaultKind Kind)[] Faults =
    [
        ("401 Unauthorized", CameraFaultKind.CredentialsMissing),
        ("403 Forbidden", CameraFaultKind.Forbidden),
        ("404 Not Found", CameraFaultKind.NotFound),
        ("Failed to resolve hostname", CameraFaultKind.UnknownHost),
        ("Connection refused", CameraFaultKind.ConnectionRefused),
        ("No route to host", CameraFaultKind.NoRoute),
        ("Network is unreachable", CameraFaultKind.NoRoute),
        ("Connection timed out", CameraFaultKind.SlowAnswer),
        ("timed out", CameraFaultKind.SlowAnswer),
        ("Connection reset", CameraFaultKind.ConnectionLost),
        ("Protocol not found", CameraFaultKind.UnsupportedProtocol),
        ("Unrecognized option", CameraFaultKind.UnknownFfmpegOption),
        ("matches no streams", CameraFaultKind.NoVideo),
        // ffmpeg also says this if it received nothing.
        ("Invalid data found", CameraFaultKind.NotVideo),
    ];

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Why ffmpeg ended.</summary>
    public CameraFault Fault
    {
        get
        {
            lock (_gate)
            {
                foreach ((string message, CameraFaultKind kind) in Faults)
                {
                    if (_lines.Any(line => line.Contains(message, StringComparison.OrdinalIgnoreCase)))
                        return Of(kind);
                }

                return _lines.LastOrDefault() is { } last
                    ? new CameraFault(CameraFaultKind.FfmpegError, url.Display, url.Redact(last))
                    : new CameraFault(CameraFaultKind.EndOfStream, url.Display);
            }
        }
    }

    /// <summary>Adds a line of ffmpeg's error output.</summary>
    public void Add(string line)
    {
        // A decoder's message about a single frame is not why ffmpeg ends.
        if (line.StartsWith("[h264 ", StringComparison.Ordinal) || line.StartsWith("[hevc ", StringComparison.Ordinal))
            return;
        lock (_gate)
        {
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] : line);
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
        }
    }

    private CameraFault Of(CameraFaultKind kind) => kind switch
    {
        CameraFaultKind.CredentialsMissing when url.HasCredentials => new(CameraFaultKind.CredentialsRefused, url.Display),
        CameraFaultKind.UnknownHost => new(kind, url.Host),
        CameraFaultKind.UnsupportedProtocol => new(kind, url.Scheme),
        _ => new(kind, url.Display),
    };
}
