namespace VideoStream.Adaptation;

/// <summary>What a rendition demands of the link.</summary>
internal sealed class RenditionDemand(IRenditionSource source)
{
    /// <summary>Bytes of one frame.</summary>
    public double FrameBytes(Rendition rendition) => source.EstimateBytes(rendition);

    /// <summary>Frames a second: no more than the camera's.</summary>
    public double FrameRate(Rendition rendition) =>
        source.FrameRate is > 0 and var cameraRate ? Math.Min(rendition.Rate, cameraRate) : rendition.Rate;

    public double BytesPerSecond(Rendition rendition) => FrameBytes(rendition) * FrameRate(rendition);

    /// <summary>The time from one frame to the next.</summary>
    public TimeSpan FrameInterval(Rendition rendition) => TimeSpan.FromSeconds(1 / FrameRate(rendition));
}
