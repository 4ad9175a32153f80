using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Files;

/// <summary>Makes faults of ffmpeg's errors about a video file.</summary>
internal sealed class VideoFileErrors(string path, CameraOptions options, FfmpegVersion version, TimeProvider time)
    : FfmpegErrors(options, version, time)
{
    /// <summary>Parts of ffmpeg's messages and their faults, the most specific first.</summary>
    private static readonly (string Message, CameraFaultKind Kind)[] Faults =
    [
        ("Format not on whitelist", CameraFaultKind.UnsupportedFile),
        ("matches no streams", CameraFaultKind.NoVideo),
        ("Impossible to open", CameraFaultKind.UnreadableVideo),
        ("Error opening input", CameraFaultKind.UnreadableVideo),
        // Also of single frames.
        ("Invalid data found", CameraFaultKind.NothingDecodable),
    ];

    protected override CameraFault FaultOf(IReadOnlyCollection<string> lines)
    {
        if (Find(lines, Faults) is { } found)
            return new CameraFault(found.Kind, path);
        return lines.LastOrDefault() is { } last
            ? new CameraFault(CameraFaultKind.FfmpegError, path, last)
            : new CameraFault(CameraFaultKind.NothingDecodable, path);
    }
}
