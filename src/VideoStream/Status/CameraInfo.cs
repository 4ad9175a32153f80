using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Encoding;

namespace VideoStream.Status;

/// <summary>One camera.</summary>
internal sealed record CameraInfo(
    string Name,
    string Source,
    CameraState State,
    string? Reason,
    DateTimeOffset Since,
    DateTimeOffset? NextTry,
    int? Width,
    int? Height,
    double? Fps,
    double? AgeMs,
    long Captured,
    long DecodeErrors,
    long PassedThrough,
    long Encodes,
    long Duplicates,
    double EncodeMsMean,
    int Variants,
    int Viewers)
{
    public static CameraInfo Of(VariantSet variants)
    {
        Camera camera = variants.Camera;
        CameraStatus status = camera.Status;
        LatestFrameInfo? newest = camera.Newest;
        long encodes = variants.Statistics.Encodes;
        return new(
            camera.Name,
            SourceKinds.Parse(camera.Options.Source).Source.Display,
            status.State,
            status.Reason,
            status.Since,
            status.NextTry,
            newest?.Size.Width,
            newest?.Size.Height,
            newest is null ? null : Math.Round(newest.Rate, 2),
            camera.NewestAge is { } age ? Math.Round(age.TotalMilliseconds, 1) : null,
            camera.Captured,
            camera.DecodeErrors,
            variants.Statistics.PassedThrough,
            encodes,
            variants.Statistics.Duplicates,
            encodes == 0 ? 0 : Math.Round(variants.Statistics.Total.TotalMilliseconds / encodes, 2),
            variants.Count,
            camera.Viewers);
    }
}
