using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Encoding;

namespace VideoStream.Status;

/// <summary>One camera. A value that is not known is null.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Title">What is shown to people as its name.</param>
/// <param name="Source">Its source; of a URL only scheme, host and port.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Since">When it entered its state.</param>
/// <param name="NextTry">When a lost camera is tried again.</param>
/// <param name="Width">Width of its newest frame in pixels.</param>
/// <param name="Height">Height of its newest frame in pixels.</param>
/// <param name="Fps">Frame rate at which it was last seen to deliver, in frames per second.</param>
/// <param name="AgeMs">Age of its newest frame in milliseconds.</param>
/// <param name="Captured">Frames captured.</param>
/// <param name="DecodeErrors">Frames that were damaged or could not be decoded.</param>
/// <param name="PassedThrough">Frames sent as the camera's own JPEG or H.264, each counted once.</param>
/// <param name="Encodes">Frames encoded, over all variants.</param>
/// <param name="Duplicates">Frames equal to the one before and not encoded again, over all variants.</param>
/// <param name="EncodeMsMean">Mean time of an encode in milliseconds.</param>
/// <param name="VideoKbps">Bitrate of the camera's own H.264 in kbit/s, if it is passed on.</param>
/// <param name="VideoProblem">Why the camera's own H.264, if it has some, is not passed on.</param>
/// <param name="EncoderProblem">Why the ffmpeg child that encodes its H.264 failed, until one works again.</param>
/// <param name="Decodes">Frames of the camera's own H.264 that were decoded, because somebody needs pixels.</param>
/// <param name="Variants">Variants that are watched now.</param>
/// <param name="Rungs">Those of them that are encoded H.264, and not the camera's own.</param>
/// <param name="Viewers">Viewers and snapshots now, and variants that are published.</param>
internal sealed record CameraInfo(
    string Name,
    string Title,
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
    int? VideoKbps,
    string? VideoProblem,
    string? EncoderProblem,
    long Decodes,
    int Variants,
    IReadOnlyList<RungInfo> Rungs,
    int Viewers)
{
    /// <summary>The service that publishes it; null if it is not relayed.</summary>
    public RelayedInfo? Relayed { get; init; }

    /// <summary>What is published of it; null if nothing is to be published.</summary>
    public PublishedInfo? Published { get; init; }

    public static CameraInfo Of(VariantSet variants, WallClock clock)
    {
        Camera camera = variants.Camera;
        CameraStatus status = camera.Status;
        LatestFrameInfo? newest = camera.Newest;
        EncodeStatistics encoded = variants.Statistics;
        return new(
            camera.Name,
            camera.Title,
            SourceKinds.Parse(camera.Options.Source).Source.Display,
            status.State,
            status.Reason,
            clock.Of(status.Since),
            status.NextTry is { } next ? clock.Of(next) : null,
            newest?.Size.Width, newest?.Size.Height,
            camera.SeenRate is { } rate ? Math.Round(rate, 2) : null,
            camera.NewestAge is { } age ? Math.Round(age.TotalMilliseconds, 1) : null,
            camera.Captured,
            camera.DecodeErrors,
            encoded.PassedThrough, encoded.Encodes, encoded.Duplicates,
            Math.Round(encoded.MeanMilliseconds, 2),
            camera.Video is { Stream: not null, Kilobits: > 0 and var kilobits } ? kilobits : null,
            camera.Video.Problem,
            variants.EncoderFailures.Problem,
            camera.Decoder.Count,
            variants.Count,
            RungInfo.Of(variants),
            camera.Viewers);
    }
}
