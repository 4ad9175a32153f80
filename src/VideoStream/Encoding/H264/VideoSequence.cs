using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>Knows on which frame of a stream each frame depends.</summary>
internal sealed class VideoSequence
{
    private readonly long[] _newest = new long[StreamUnit.MaxLayers];

    /// <summary>What a decoder must be prepared for; null before the first key frame.</summary>
    public VideoFormat? Format { get; private set; }

    /// <summary>A key frame comes next.</summary>
    /// <param name="keyFrame">The access unit, with its parameter sets.</param>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public void Begin(ReadOnlySpan<byte> keyFrame)
    {
        VideoFormat format = FormatOf(keyFrame);
        // The same object while nothing has changed.
        if (format != Format)
            Format = format;
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="number">Its number, higher than that of the frame before.</param>
    /// <param name="isKeyFrame">Whether it depends on none.</param>
    /// <param name="layer">Its temporal layer.</param>
    public StreamUnit Add(long number, bool isKeyFrame, int layer)
    {
        long reference = 0;
        // The newest of the layers below, and in the base of the base itself.
        for (int below = 0; !isKeyFrame && below < Math.Max(layer, 1); below++)
            reference = Math.Max(reference, _newest[below]);
        _newest[layer] = number;
        return new(number, reference, layer);
    }

    private static VideoFormat FormatOf(ReadOnlySpan<byte> keyFrame)
    {
        foreach (NalUnit nal in new AnnexB(keyFrame))
        {
            if (nal.Header.Type == NalType.Sps && SpsReader.TryRead(nal.Bytes, out SpsInfo sps))
                return new(sps.CodecString, sps.Size);
        }

        throw new InvalidDataException("the encoder made a key frame without a sequence parameter set");
    }
}
