namespace VideoStream.Encoding;

/// <summary>The kinds of <see cref="VariantEncoding"/>.</summary>
internal enum EncodingKind
{
    /// <summary>The source's own payload is forwarded as it is, where that is possible.</summary>
    Passthrough,

    /// <summary>Each frame is encoded as a JPEG.</summary>
    Jpeg,

    /// <summary>The frames are encoded as one H.264 stream.</summary>
    H264,

    /// <summary>The source's own H.264 is forwarded as it is.</summary>
    PassedH264,
}
