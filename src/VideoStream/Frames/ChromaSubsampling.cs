namespace VideoStream.Frames;

/// <summary>How many samples the colour planes of a picture have, compared with its pixels.</summary>
internal enum ChromaSubsampling
{
    /// <summary>One for each pixel.</summary>
    Yuv444,

    /// <summary>One for two pixels of a row.</summary>
    Yuv422,

    /// <summary>One for two times two pixels.</summary>
    Yuv420,

    /// <summary>None: there is only luma.</summary>
    Grey,
}
