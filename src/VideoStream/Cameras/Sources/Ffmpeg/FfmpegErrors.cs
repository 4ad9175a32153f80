namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Makes a fault of ffmpeg's output. Filled while the child runs, read when it has ended.</summary>
internal sealed class FfmpegErrors(CameraUrl url)
{
    private const int Remembered = 20;

    /// <summary>Words of ffmpeg, and what they mean, the most telling first.</summary>
    private static readonly (string Sign, CameraFaultKind Meaning)[] Meanings =
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
        // It can't make video of what it got, which may be nothing.
        ("Invalid data found", CameraFaultKind.NotVideo),
    ];

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Why it ended.</summary>
    public CameraFault Fault
    {
        get
        {
            lock (_gate)
            {
                foreach ((string sign, CameraFaultKind meaning) in Meanings)
                {
                    if (_lines.Any(line => line.Contains(sign, StringComparison.OrdinalIgnoreCase)))
                        return Of(meaning);
                }

                return _lines.LastOrDefault() is { } last
                    ? new CameraFault(CameraFaultKind.FfmpegError, url.Display, url.Redact(last))
                    : new CameraFault(CameraFaultKind.EndOfStream, url.Display);
            }
        }
    }

    /// <summary>It said something.</summary>
    public void Add(string line)
    {
        // A decoder's complaints about single frames are no reason for an end.
        if (line.StartsWith("[h264 ", StringComparison.Ordinal) || line.StartsWith("[hevc ", StringComparison.Ordinal))
            return;
        lock (_gate)
        {
            _lines.Enqueue(line.Length > 300 ? line[..300] : line);
            if (_lines.Count > Remembered)
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
