namespace VideoStream.Adaptation;

/// <summary>What a rendition demands of the link.</summary>
internal sealed class RenditionDemand(IRenditionSource source)
{
    /// <summary>Bytes of one frame.</summary>
    public double FrameBytes(Rendition rendition) => source.EstimateBytes(rendition);

    /// <summary>Bytes of the first frame, which is a key frame.</summary>
    public double FirstFrameBytes(Rendition rendition) =>
        FrameBytes(rendition) * (rendition.Encoding.IsH264 ? VideoRungs.KeyFrameFactor : 1);

    /// <summary>Frames a second: no more than the camera's.</summary>
    public double FrameRate(Rendition rendition) =>
        source.FrameRate is > 0 and var cameraRate ? Math.Min(rendition.Rate, cameraRate) : rendition.Rate;

    /// <summary>Bytes a second; infinite for what is refused, which no link carries.</summary>
    public double BytesPerSecond(Rendition rendition) => IsRefused(rendition)
        ? double.PositiveInfinity
        : FrameBytes(rendition) * FrameRate(rendition);

    /// <inheritdoc cref="IRenditionSource.IsRefused"/>
    public bool IsRefused(Rendition rendition) => source.IsRefused(rendition);

    /// <summary>
    /// Whether the link from the service that encodes carries a rendition. It comes at the camera's rate, whatever the viewer's is.
    /// </summary>
    /// <param name="rendition">The rendition.</param>
    /// <param name="share">The share of the link that it may have.</param>
    public bool IsCarriedUpstream(Rendition rendition, double share) =>
        source.MaxRate is var most && (double.IsInfinity(most) || FrameBytes(rendition) * source.FrameRate <= most * share);

    /// <summary>The time from one frame to the next.</summary>
    public TimeSpan FrameInterval(Rendition rendition) => TimeSpan.FromSeconds(1 / FrameRate(rendition));
}
