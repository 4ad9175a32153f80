using System.Buffers;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>Makes frames with the bytes that a real encoder's have on average, and no content.</summary>
internal sealed class SimulatedEncoder(Variant variant, Func<PictureSize, int, int> bytes) : IVariantEncoder
{
    public bool HasDynamicOverlay => false;

    public EncodedFrame Encode(Frame frame)
    {
        if (variant.Encoding.IsPassthrough && frame.CanPassThrough)
        {
            var metadata = new FrameMetadata(frame.Number, frame.CapturedAt, "simulated", frame.Live);
            return Frame(frame, frame.PassThrough(metadata), frame.Size, null);
        }

        PictureSize size = variant.MaxSize is { } maxSize ? frame.Size.FitInto(maxSize) : frame.Size;
        int quality = variant.Encoding.Quality;
        int length = bytes(size, quality);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PooledBuffer.PrefixRoom + length + PooledBuffer.SuffixRoom);
        return Frame(frame, new PooledBuffer(buffer, PooledBuffer.PrefixRoom, length), size, quality);
    }

    public void Dispose()
    {
    }

    private static EncodedFrame Frame(Frame frame, PooledBuffer jpeg, PictureSize size, int? quality) => new(jpeg)
    {
        Stamp = frame.Stamp,
        Size = size,
        Live = true,
        Quality = quality,
        EncodeTime = quality is null ? null : TimeSpan.Zero,
    };
}
