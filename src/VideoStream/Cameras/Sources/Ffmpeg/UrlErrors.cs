using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Makes faults of ffmpeg's errors about the URL of a camera.</summary>
/// <param name="url">The address of the camera.</param>
/// <param name="input">What ffmpeg reads: the camera, or a relay to it.</param>
/// <param name="version">The version of ffmpeg.</param>
/// <param name="time">The clock.</param>
internal sealed partial class UrlErrors(CameraUrl url, FfmpegInput input, FfmpegVersion version, TimeProvider time)
    : FfmpegErrors(input.Options, version, time)
{
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

    /// <summary>Parts of lines about single frames that could not be decoded, of ffmpeg 4 to 8.</summary>
    private static readonly string[] OfFrames = ["Error while decoding stream", "Error submitting packet to decoder", "Decoding error:"];

    protected override CameraFault FaultOf(IReadOnlyCollection<string> lines)
    {
        string[] relevant = [.. lines.Where(line => !OfFrames.Any(part => line.Contains(part, StringComparison.Ordinal)))];
        if (Find(relevant, Faults) is { } found)
            return Of(found.Kind, found.Line);
        return relevant.LastOrDefault() is { } last
            ? new CameraFault(CameraFaultKind.FfmpegError, url.Display, Shown(last))
            : new CameraFault(CameraFaultKind.EndOfStream, url.Display);
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

    /// <summary>The line without secrets, and without the address that the fault begins with anyway.</summary>
    private string Shown(string line)
    {
        string shown = url.Redact(line).Replace(input.Url.Display, url.Display, StringComparison.Ordinal), address = url.Display + ": ";
        return shown.StartsWith(address, StringComparison.Ordinal) ? shown[address.Length..] : shown;
    }

    [GeneratedRegex("Protocol '(?<name>[A-Za-z0-9+]+)' not on whitelist")]
    private static partial Regex RefusedProtocol();
}
