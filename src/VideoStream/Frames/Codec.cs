namespace VideoStream.Frames;

/// <summary>How frames are encoded.</summary>
internal enum Codec
{
    /// <summary>JPEG (ITU-T T.81): each frame stands alone.</summary>
    Jpeg,

    /// <summary>H.264 (ITU-T H.264) in its byte-stream form: frames depend on frames before them.</summary>
    H264,
}
