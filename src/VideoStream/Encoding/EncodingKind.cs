namespace VideoStream.Encoding;

/// <summary>The ways in which a variant's frames are made.</summary>
internal enum EncodingKind
{
    /// <summary>The camera's own payload is forwarded as it is.</summary>
    Passthrough,

    /// <summary>Each frame is encoded as a JPEG.</summary>
    Jpeg,
}
