namespace VideoStream.Cameras.Sources.Http;

/// <summary>What the body of a camera's response is.</summary>
internal enum CameraBodyKind
{
    /// <summary>Parts with a JPEG each (MJPEG).</summary>
    Multipart,

    /// <summary>A JPEG, or JPEGs in a row.</summary>
    Jpeg,

    /// <summary>A page or a message.</summary>
    Text,

    /// <summary>Anything else, such as a video or a playlist.</summary>
    Other,
}
