using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Collects ffmpeg's error output while it runs, and makes a fault of it when it has ended.</summary>
/// <param name="url">The address of the camera.</param>
/// <param name="input">What ffmpeg reads: the camera, or a relay to it.</param>
/// <param name="version">The version of ffmpeg.</param>
internal sealed partial class FfmpegErrors(CameraUrl url, FfmpegInput input, FfmpegVersion version)
{
    private const int MaxLines = 20, MaxLineLength = 300;

    /// <summary>Parts of ffmpeg's messages and their faults, the most specific first.</summary>
    private static readonly (string Message, CameraFaultKind Kind)[] Faults =
    [
        ("401 Unauthorized", CameraFaultKind.CredentialsMissing),
        ("403 Forbidden", CameraFaultKind.Forbidden),
        ("404 Not Found", CameraFaultKind.NotFound),
        ("453 Not Enough Bandwidth", CameraFaultKind.CameraBusy),
        ("503 Service Unavailable", CameraFaultKind.CameraBusy),
        ("Failed to resolve hostname", CameraFaultKind.UnknownHost),
        ("Connection refused", CameraFaultKind.ConnectionRefused),
        ("No route to host", CameraFaultKind.NoRoute),
        ("Network is unreachable", CameraFaultKind.NoRoute),
        ("Connection timed out", CameraFaultKind.SlowAnswer),
        ("timed out", CameraFaultKind.SlowAnswer),
        ("Connection reset", CameraFaultKind.ConnectionLost),
        ("Stream ends prematurely", CameraFaultKind.ConnectionLost),
        // SRT, which goes over UDP, says only this of a camera that does not answer.
        ("failed: Input/output error", CameraFaultKind.NoAnswer),
        ("not on whitelist", CameraFaultKind.ForbiddenAddress),
        ("Protocol not found", CameraFaultKind.UnsupportedProtocol),
        ("matches no streams", CameraFaultKind.NoVideo),
        // ffmpeg also says this if it received nothing.
        ("Invalid data found", CameraFaultKind.NotVideo),
        // RTSP's PLAY was not answered.
        ("Operation not permitted", CameraFaultKind.Mute),
    ];

    /// <summary>Beginnings of lines that ffmpeg ends with, whatever the cause was.</summary>
    private static readonly string[] Endings =
        ["Error marking filters as finished", "Cannot determine format of input stream", "Conversion failed", "Last message repeated"];

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Why ffmpeg ended.</summary>
    public CameraFault Fault
    {
        get
        {
            lock (_gate)
            {
                if (_lines.Select(line => UnknownOption().Match(line)).FirstOrDefault(match => match.Success) is { } unknown)
                    return OfUnknownOption(unknown.Groups["name"].Value);
                foreach ((string message, CameraFaultKind kind) in Faults)
                {
                    if (_lines.FirstOrDefault(line => line.Contains(message, StringComparison.OrdinalIgnoreCase)) is { } line)
                        return Of(kind, line);
                }

                return _lines.LastOrDefault() is { } last
                    ? new CameraFault(CameraFaultKind.FfmpegError, url.Display, Shown(last))
                    : new CameraFault(CameraFaultKind.EndOfStream, url.Display);
            }
        }
    }

    /// <summary>Adds a line of ffmpeg's error output.</summary>
    public void Add(string line)
    {
        // A decoder's message about a single frame is not why ffmpeg ends.
        if (line.StartsWith("[h264 ", StringComparison.Ordinal) || line.StartsWith("[hevc ", StringComparison.Ordinal)
            || Endings.Any(ending => line.AsSpan().TrimStart().StartsWith(ending, StringComparison.Ordinal)))
            return;
        lock (_gate)
        {
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] : line);
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
        }
    }

    private CameraFault Of(CameraFaultKind kind, string line) => kind switch
    {
        CameraFaultKind.CredentialsMissing when url.HasCredentials => new(CameraFaultKind.CredentialsRefused, url.Display),
        CameraFaultKind.CameraBusy => new(kind, url.Display, line.Contains("453", StringComparison.Ordinal) ? "453" : "503"),
        CameraFaultKind.UnknownHost => new(kind, url.Host),
        CameraFaultKind.UnsupportedProtocol => new(kind, url.Scheme),
        CameraFaultKind.ForbiddenAddress => new(kind, url.Display, RefusedProtocol().Match(line).Groups["name"].Value + ":"),
        _ => new(kind, url.Display),
    };

    /// <summary>The operator's own options are only blamed for an option that is one of them.</summary>
    private CameraFault OfUnknownOption(string name) =>
        input.Options.FfmpegInputOptions.Split((char[]?)null).Contains("-" + name, StringComparer.Ordinal)
            ? new(CameraFaultKind.UnknownFfmpegOption, Detail: "-" + name)
            : new(CameraFaultKind.FfmpegIncompatible, version.Text, "-" + name);

    /// <summary>The line without secrets, and without the address that the fault begins with anyway.</summary>
    private string Shown(string line)
    {
        string shown = url.Redact(line).Replace(input.Url.Display, url.Display, StringComparison.Ordinal), address = url.Display + ": ";
        return shown.StartsWith(address, StringComparison.Ordinal) ? shown[address.Length..] : shown;
    }

    [GeneratedRegex(@"(Unrecognized option '|Option )(?<name>[A-Za-z0-9_:]+)('\.| not found\.)")]
    private static partial Regex UnknownOption();

    [GeneratedRegex("Protocol '(?<name>[A-Za-z0-9+]+)' not on whitelist")]
    private static partial Regex RefusedProtocol();
}
