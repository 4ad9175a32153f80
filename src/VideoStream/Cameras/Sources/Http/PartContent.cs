namespace VideoStream.Cameras.Sources.Http;

/// <summary>What <see cref="PartHeaderReader.FindNext"/> finds.</summary>
internal enum PartContent
{
    /// <summary>The start of a JPEG.</summary>
    Jpeg,

    /// <summary>A part that ended without one.</summary>
    Nothing,

    /// <summary>A part that is a piece of a video, such as H.264.</summary>
    Video,
}
