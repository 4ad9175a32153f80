namespace VideoStream.Frames.Jpeg;

/// <summary>Encodes pictures as JPEGs, one at a time.</summary>
internal interface IJpegCompressor : IDisposable
{
    /// <summary>The last JPEG. Valid until the next one is made.</summary>
    ReadOnlySpan<byte> Jpeg { get; }

    /// <summary>Encodes a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">1 to 100, as the Independent JPEG Group's library counts.</param>
    /// <exception cref="InvalidOperationException">The library refused it.</exception>
    void Compress(PixelPlanes picture, int quality);
}
