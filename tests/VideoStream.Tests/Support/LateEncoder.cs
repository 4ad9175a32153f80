using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>An encoder that is done with each frame only when it gets the next but one.</summary>
internal sealed class LateEncoder(IVariantEncoder encoder) : IVariantEncoder
{
    private readonly Queue<EncodedFrame> _made = [];
    private Action<EncodedFrame>? _finished;

    public bool HasDynamicOverlay => encoder.HasDynamicOverlay;

    public bool HasRoom => encoder.HasRoom;

    public Action<EncodedFrame>? Finished
    {
        set => _finished = value;
    }

    public void RequestKeyFrame() => encoder.RequestKeyFrame();

    public EncodedFrame? Encode(Frame frame)
    {
        if (encoder.Encode(frame) is { } made)
            _made.Enqueue(made);
        if (_made.Count > 2)
            _finished!(_made.Dequeue());
        return null;
    }

    public void Dispose()
    {
        foreach (EncodedFrame frame in _made)
            frame.Release();
        encoder.Dispose();
    }
}
