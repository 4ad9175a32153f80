namespace VideoStream.Encoding;

/// <summary>The link over which another service sends the variants of a camera that it encodes.</summary>
internal interface IUpstreamLink
{
    /// <summary>Bytes a second that one variant may have; infinite while nothing shows a limit. For any thread.</summary>
    double MaxRate { get; }
}
