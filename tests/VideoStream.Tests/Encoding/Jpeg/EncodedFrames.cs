using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

/// <summary>A frame full of detail, so that quality makes a difference, and its encoders.</summary>
public abstract class EncodedFrames : IDisposable
{
    protected EncodedFrames()
    {
        Frame = TestFrames.Frame(Pool, 7, Size, 128);
        new Random(1).NextBytes(Frame.Pixels().Bytes);
    }

    private protected static PictureSize Size { get; } = new(320, 180);

    private protected FramePool Pool { get; } = new();

    private protected Frame Frame { get; }

    public void Dispose()
    {
        Frame.Release();
        Pool.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static JpegEncoder Encoder(Variant variant, OsdOptions? osd = null) =>
        new("front", new PictureComposer(new OsdRenderer(osd ?? new OsdOptions(), "front"), variant.Osd), variant, TimeProvider.System);

    private protected EncodedFrame Encode(Variant variant, Frame? frame = null)
    {
        using JpegEncoder encoder = Encoder(variant);
        return encoder.Encode(frame ?? Frame);
    }
}
