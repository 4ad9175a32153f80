using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>An encoder that is slower than the camera: during each encode something else happens.</summary>
internal sealed class OvertakenEncoder(Action meanwhile) : IVariantEncoder
{
    public bool HasDynamicOverlay => false;

    public EncodedFrame Encode(Frame frame)
    {
        meanwhile();
        return new EncodedFrame(PooledBuffer.Copy([1, 2, 3]))
        {
            Stamp = frame.Stamp,
            Size = frame.Size,
            Live = frame.Live,
            Quality = 80,
            EncodeTime = TimeSpan.Zero,
        };
    }

    public void Dispose()
    {
    }
}
