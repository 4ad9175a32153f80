using VideoStream.Frames;

namespace VideoStream.Encoding.H264;

/// <summary>Encodes the pictures of one video as H.264, one at a time.</summary>
internal interface IH264Encoder : IDisposable
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="picture">A picture of the size that the encoder was made for: 4:2:0 planes, full-range BT.601.</param>
    /// <param name="timestamp">When it was captured, from any point in time on. Later than that of the picture before.</param>
    /// <param name="asKeyFrame">Whether decoding must be possible from here. The first picture always is a key frame.</param>
    /// <param name="unit">The result. Valid until the next call.</param>
    /// <returns>False if the encoder skipped the picture to keep the bitrate.</returns>
    /// <exception cref="InvalidOperationException">The library refused it. The message has its reason.</exception>
    bool TryEncode(PixelPlanes picture, TimeSpan timestamp, bool asKeyFrame, out H264Unit unit);

    /// <summary>Changes the bitrate from the next picture on.</summary>
    /// <param name="kilobits">Kilobits (1,000 bits) a second.</param>
    /// <exception cref="InvalidOperationException">The library refused it. The message has its reason.</exception>
    void SetBitrate(int kilobits);
}
