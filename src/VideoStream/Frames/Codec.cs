namespace VideoStream.Frames;

/// <summary>How an <see cref="EncodedPayload"/> is encoded.</summary>
internal enum Codec
{
    /// <summary>JPEG (ITU-T T.81): each frame stands alone.</summary>
    Jpeg,
}
