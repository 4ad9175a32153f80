using VideoStream.Frames;

namespace VideoStream.Encoding.H264;

/// <summary>
/// Encodes the pictures of one video as H.264. A picture is submitted, and its unit comes at once or later, so that one which takes its
/// time does not hold up the thread. One thread at a time submits.
/// </summary>
internal interface IH264Encoder : IDisposable
{
    /// <summary>Whether a picture can be submitted now. For any thread.</summary>
    bool HasRoom { get; }

    /// <summary>Why it fails, in words; null if the last picture was encoded. For any thread.</summary>
    string? Problem => null;

    /// <summary>Submits a picture. The encoder does not need it after the call.</summary>
    /// <param name="picture">A picture of the size that the encoder was made for: 4:2:0 planes, full-range BT.601.</param>
    /// <param name="request">What to make of it.</param>
    /// <param name="unit">The result, if it is there at once. Valid until the next call.</param>
    /// <returns>
    /// Whether the result is there. If not, it comes later to the <see cref="H264UnitHandler"/> that the encoder was made with, or never:
    /// then the encoder skipped the picture, or failed.
    /// </returns>
    /// <exception cref="InvalidOperationException">The encoder refused it. The message has the reason.</exception>
    bool Submit(PixelPlanes picture, H264Request request, out H264Unit unit);

    /// <summary>Changes the bitrate from the next picture on.</summary>
    /// <param name="kilobits">Kilobits (1,000 bits) a second, if there were <see cref="H264Settings.FrameRate"/> pictures a second.</param>
    /// <exception cref="InvalidOperationException">The encoder refused it. The message has the reason.</exception>
    void SetBitrate(int kilobits);
}
