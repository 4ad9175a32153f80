using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>What an ffmpeg process reads.</summary>
/// <param name="Url">The address that ffmpeg connects to: the camera's, or that of a relay.</param>
/// <param name="Options">The options of the camera.</param>
/// <param name="IsPaced">Whether to read at the video's own rate, because the source delivers faster than real time.</param>
internal sealed record FfmpegInput(CameraUrl Url, CameraOptions Options, bool IsPaced)
{
    /// <summary>More options of the input, which override the usual ones.</summary>
    public IReadOnlyList<(string Name, string Value)> Extra { get; init; } = [];

    /// <summary>
    /// Whether the URL goes to ffmpeg's standard input, because it may contain a password. Every user of the machine can read arguments.
    /// </summary>
    public bool IsSecret => Url.HasCredentials || Url.Text.Contains('?', StringComparison.Ordinal);
}
