namespace VideoStream.Cameras;

/// <summary>Makes of what ffmpeg says one line for an operator. Filled by the child's output, read when it has ended.</summary>
internal sealed class FfmpegErrors(CameraUrl url)
{
    private const int Remembered = 20;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Words of ffmpeg, and what they mean, the most telling first.</summary>
    private (string Sign, string Meaning)[] Meanings =>
    [
        ("401 Unauthorized", url.HasCredentials ? $"{url.Display} refuses the user name or password" : $"{url.Display} asks for a user name and password"),
        ("403 Forbidden", $"{url.Display} forbids it (403)"),
        ("404 Not Found", $"{url.Display} has nothing at that path (404)"),
        ("Failed to resolve hostname", $"unknown host: {url.Host}"),
        ("Connection refused", $"{url.Display}: connection refused, nothing listens there"),
        ("No route to host", $"no route to {url.Display}"),
        ("Network is unreachable", $"no route to {url.Display}"),
        ("Connection timed out", $"{url.Display} takes too long to answer"),
        ("timed out", $"{url.Display} takes too long to answer"),
        ("Connection reset", $"{url.Display}: connection lost"),
        ("Protocol not found", $"this ffmpeg can't read {url.Scheme}://"),
        ("Unrecognized option", "FfmpegInputOptions has an option that this ffmpeg doesn't know"),
        ("matches no streams", $"{url.Display} has no video"),
        ("Invalid data found", NoVideo),
    ];

    /// <summary>It can't make video of what it got; what it got may be nothing.</summary>
    public string NoVideo => $"{url.Display} sends something that is no video";

    /// <summary>Why it ended.</summary>
    public string Reason
    {
        get
        {
            lock (_gate)
            {
                foreach (var (sign, meaning) in Meanings)
                {
                    if (_lines.Any(line => line.Contains(sign, StringComparison.OrdinalIgnoreCase)))
                        return meaning;
                }

                return _lines.LastOrDefault() is { } last ? $"{url.Display}: {url.Redact(last)}" : $"{url.Display}: the camera ended the stream";
            }
        }
    }

    /// <summary>It said something.</summary>
    public void Add(string line)
    {
        // A decoder's complaints about single pictures are no reason for an end.
        if (line.StartsWith("[h264 ", StringComparison.Ordinal) || line.StartsWith("[hevc ", StringComparison.Ordinal))
            return;
        lock (_gate)
        {
            _lines.Enqueue(line.Length > 300 ? line[..300] : line);
            if (_lines.Count > Remembered)
                _lines.Dequeue();
        }
    }
}
