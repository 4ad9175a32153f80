using VideoStream.Encoding;
using VideoStream.Encoding.H264;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>An encoder of frames in three layers, with a key frame first and when one is requested.</summary>
internal sealed class LayeredEncoder(Variant variant) : IVariantEncoder
{
    private static readonly int[] Layers = [0, 2, 1, 2];

    private readonly VideoSequence _sequence = new();
    private int _place;
    private int _isKeyFrameWanted = 1;

    public bool HasDynamicOverlay => false;

    public Variant Variant => variant;

    /// <summary>How many key frames there were.</summary>
    public int KeyFrames { get; private set; }

    /// <summary>Whether the next key frame gets lost after it is made.</summary>
    public bool LosesKeyFrame { get; set; }

    public void RequestKeyFrame() => Volatile.Write(ref _isKeyFrameWanted, 1);

    public EncodedFrame? Encode(Frame frame)
    {
        bool isKeyFrame = Interlocked.Exchange(ref _isKeyFrameWanted, 0) != 0;
        if (isKeyFrame)
            (_place, KeyFrames) = (0, KeyFrames + 1);
        if (isKeyFrame && LosesKeyFrame)
        {
            LosesKeyFrame = false;
            return null;
        }

        return new EncodedFrame(PooledBuffer.Copy([0, 0, 0, 1]))
        {
            Stamp = frame.Stamp,
            Size = frame.Size,
            Live = frame.Live,
            Quality = null,
            EncodeTime = TimeSpan.Zero,
            Video = new VideoFormat("avc1.42C01F", frame.Size),
            Unit = _sequence.Add(frame.Number, isKeyFrame, Layers[_place++ % Layers.Length]),
        };
    }

    public void Dispose()
    {
    }
}
