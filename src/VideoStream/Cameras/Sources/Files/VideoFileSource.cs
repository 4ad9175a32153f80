using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Files;

/// <summary>A video file, played in a loop.</summary>
internal sealed record VideoFileSource(string Path) : SourceDescriptor
{
    public override string Display => Path;

    public static SourceParseResult Parse(string text) => text.Any(char.IsControl)
        ? SourceParseResult.Invalid("is a path with a control character in it")
        : new VideoFileSource(text);

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) => new VideoFileReader(Path, options, time);

    public override CameraFault? FindFault() =>
        VideoFileCheck.Run(Path).Fault ?? (FfmpegProgram.IsInstalled ? null : new(CameraFaultKind.FfmpegMissing));

    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(Path));
}
