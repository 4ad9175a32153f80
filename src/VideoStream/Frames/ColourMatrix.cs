namespace VideoStream.Frames;

/// <summary>How a video weights red, green and blue in luma.</summary>
internal enum ColourMatrix
{
    /// <summary>ITU-R BT.601. Pictures have it (JFIF).</summary>
    Bt601,

    /// <summary>ITU-R BT.709: videos in high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020, with non-constant luminance.</summary>
    Bt2020,
}
