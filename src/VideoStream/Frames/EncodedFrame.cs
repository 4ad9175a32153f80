using VideoStream.Transports.WebSockets;

namespace VideoStream.Frames;

/// <summary>One whole JPEG of one frame in one variant, in pooled memory that all clients of the variant share.</summary>
/// <param name="jpeg">Its bytes, a claim on which it takes over.</param>
internal sealed class EncodedFrame(PooledBuffer jpeg) : RefCounted
{
    /// <summary>The JPEG's bytes. Valid while the caller holds a claim.</summary>
    public ReadOnlyMemory<byte> Bytes => jpeg.Bytes;

    /// <summary>
    /// The JPEG as a whole WebSocket frame, which is the same for all viewers: a server doesn't mask what it sends. Valid while the caller holds a claim.
    /// </summary>
    public ReadOnlyMemory<byte> Frame { get; } = jpeg.WithHeader(WebSocketFrameHeader.Header(jpeg.Bytes.Length, stackalloc byte[WebSocketFrameHeader.LongestHeader]));

    public required FrameStamp Stamp { get; init; }

    public required PictureSize Size { get; init; }

    /// <summary>False for a placeholder, which says why there is no frame.</summary>
    public required bool Live { get; init; }

    /// <summary>JPEG quality that it was encoded with; null if it is the camera's own JPEG.</summary>
    public required int? Quality { get; init; }

    /// <summary>
    /// How long resizing, drawing and encoding took; null if it is the camera's own JPEG, or if nothing was to be done as the frame before shows the same.
    /// </summary>
    public required TimeSpan? EncodeTime { get; init; }

    protected override void Free() => jpeg.Release();
}
