using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>The way on which another service sends the variants of a camera that it encodes.</summary>
internal interface IUpstreamLink
{
    /// <summary>Bytes a second that one variant may have; infinite while nothing shows a limit. For any thread.</summary>
    double MaxRate { get; }

    /// <summary>The size of the camera's frames, which is known before the first comes; null while it is not. For any thread.</summary>
    PictureSize? CameraSize { get; }

    /// <summary>
    /// Another number whenever <see cref="IsRefused"/> may answer something else, or the camera's size gets known. For any thread.
    /// </summary>
    int Version { get; }

    /// <summary>Whether the other service, or what is in between, has refused to send a variant. For any thread.</summary>
    /// <param name="variant">A normalized variant.</param>
    bool IsRefused(Variant variant);
}
