using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A <see cref="LayeredEncoder"/> whose frames are finished when the test says so, after their encode has returned.</summary>
/// <param name="variant">The variant.</param>
/// <param name="room">How many frames it may have.</param>
internal sealed class LaterEncoder(Variant variant, int room) : IVariantEncoder
{
    private readonly LayeredEncoder _encoder = new(variant);
    private readonly Queue<EncodedFrame> _unfinished = new();
    private Action<EncodedFrame>? _finished;

    public bool HasDynamicOverlay => false;

    public bool HasRoom => Unfinished < room;

    public Action<EncodedFrame>? Finished
    {
        set => _finished = value;
    }

    /// <summary>How many frames it has.</summary>
    public int Unfinished => _unfinished.Count;

    /// <summary>How often it was disposed.</summary>
    public int Disposals { get; private set; }

    public void RequestKeyFrame() => _encoder.RequestKeyFrame();

    public EncodedFrame? Encode(Frame frame)
    {
        Assert.True(HasRoom);
        _unfinished.Enqueue(_encoder.Encode(frame)!);
        return null;
    }

    /// <summary>Finishes the oldest frame.</summary>
    public void FinishNext() => _finished!(_unfinished.Dequeue());

    public void Dispose() => Disposals++;
}
