namespace VideoStream.Viewers;

/// <summary>Why a viewer is sent another rendition, the weightier reason last.</summary>
internal enum RenditionChange
{
    /// <summary>It is sent the same.</summary>
    None,

    /// <summary>What can be sent has changed, such as a camera's own video that can be passed on again.</summary>
    Request,

    /// <summary>The link carries more, or less.</summary>
    Link,
}
