using VideoStream.Cameras;
using VideoStream.Encoding;

namespace VideoStream.Http;

/// <summary>One camera.</summary>
internal sealed record CameraInfo(
    string Name,
    CameraState State,
    string? Reason,
    DateTimeOffset Since,
    int? Width,
    int? Height,
    double? Fps,
    double? AgeMs,
    long Captured,
    long Undecodable,
    long Encodes,
    double EncodeMsMean,
    int Variants,
    int Viewers)
{
    public static CameraInfo Of(CameraVariants variants)
    {
        Camera camera = variants.Camera;
        NewestPicture? newest = camera.Newest;
        long encodes = variants.Statistics.Encodes;
        return new(
            camera.Name,
            camera.Status.State,
            camera.Status.Reason,
            camera.Status.Since,
            newest?.Size.Width,
            newest?.Size.Height,
            newest is null ? null : Math.Round(newest.Rate, 2),
            camera.NewestAge is { } age ? Math.Round(age.TotalMilliseconds, 1) : null,
            camera.Captured,
            camera.Undecodable,
            encodes,
            encodes == 0 ? 0 : Math.Round(variants.Statistics.Total.TotalMilliseconds / encodes, 2),
            variants.Count,
            variants.Viewers);
    }
}
