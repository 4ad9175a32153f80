namespace VideoStream.Configuration;

/// <summary>What encodes H.264.</summary>
internal enum H264EncoderKind
{
    /// <summary>OpenH264 where it is installed; else viewers get JPEGs.</summary>
    Auto,

    /// <summary>OpenH264.</summary>
    OpenH264,

    /// <summary>Nothing: viewers get JPEGs.</summary>
    Off,
}
