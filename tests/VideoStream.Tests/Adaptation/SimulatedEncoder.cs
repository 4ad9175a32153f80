using System.Buffers;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>Makes pictures of as many bytes as a real encoder's would have on average, and of no content.</summary>
internal sealed class SimulatedEncoder(Variant variant, int defaultQuality, Func<PictureSize, int, int> bytes) : IVariantEncoder
{
    public bool TellsTime => false;

    public EncodedPicture Encode(Frame frame)
    {
        if (variant.Quality == Variant.SourceQuality && frame.CanPassThrough)
            return Picture(frame, frame.PassThrough([]), frame.Size, null);

        PictureSize size = variant.Box is { } box ? frame.Size.FitInto(box) : frame.Size;
        int quality = variant.Quality == Variant.SourceQuality ? defaultQuality : variant.Quality;
        int length = bytes(size, quality);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(JpegBuffer.HeaderRoom + length);
        return Picture(frame, new JpegBuffer(buffer, JpegBuffer.HeaderRoom, length), size, quality);
    }

    public void Dispose()
    {
    }

    private static EncodedPicture Picture(Frame frame, JpegBuffer jpeg, PictureSize size, int? quality) => new(jpeg)
    {
        Stamp = frame.Stamp,
        Size = size,
        Live = true,
        Quality = quality,
        EncodeTime = quality is null ? null : TimeSpan.Zero,
    };
}
