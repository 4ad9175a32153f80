namespace VideoStream.Configuration;

/// <summary>What encodes H.264.</summary>
internal enum H264EncoderKind
{
    /// <summary>OpenH264 where it is installed, else x264; without both viewers get JPEGs.</summary>
    Auto,

    /// <summary>OpenH264, in the service itself.</summary>
    OpenH264,

    /// <summary>Hardware of Intel or AMD, by an ffmpeg child.</summary>
    Vaapi,

    /// <summary>Hardware of small boards such as the Raspberry Pi 4, by an ffmpeg child.</summary>
    V4l2M2m,

    /// <summary>x264, by an ffmpeg child.</summary>
    X264,

    /// <summary>Nothing: viewers get JPEGs.</summary>
    Off,
}
