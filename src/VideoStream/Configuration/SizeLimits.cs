namespace VideoStream.Configuration;

/// <summary>The size of a frame that can be configured or requested.</summary>
internal static class SizeLimits
{
    /// <summary>The shortest side, in pixels.</summary>
    public const int MinSide = 16;

    /// <summary>The longest side, in pixels.</summary>
    public const int MaxSide = 8192;
}
