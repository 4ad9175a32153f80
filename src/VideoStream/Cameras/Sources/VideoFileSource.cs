using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>A video file, played in a loop.</summary>
internal sealed record VideoFileSource(string Path) : SourceDescriptor
{
    public override string Display => Path;

    public static SourceParseResult Parse(string text) => new VideoFileSource(text);

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) => new VideoFileReader(Path, time);

    public override CameraFault? FindFault() => VideoFileCheck.Run(Path).Fault;

    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(Path));
}
