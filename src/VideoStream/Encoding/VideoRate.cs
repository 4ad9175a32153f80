namespace VideoStream.Encoding;

/// <summary>The frames a second of a video.</summary>
internal static class VideoRate
{
    /// <summary>Encoders are made for no more, and fed with no more.</summary>
    public const double Max = 30;
}
