using System.Buffers.Binary;
using VideoStream.Cameras.Sources.Rtsp.Rtp;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Fuzz.Targets;

/// <summary>
/// A camera's H.264 from the packet to the pixels: RTP packets, each after its length in two bytes, are put together, prepared for viewers,
/// and decoded by OpenH264 as far as a reader lets them.
/// </summary>
internal sealed class VideoTarget : IFuzzTarget
{
    // Larger ones only take longer.
    private const int MaxPixels = 512 * 512;

    private const byte PayloadType = 96;

    /// <summary>Each unit is copied once for viewers, and a key frame once more for the decoder.</summary>
    public int BytesForEach => 64;

    public void Run(ReadOnlySpan<byte> input)
    {
        var depacketizer = new H264Depacketizer(PayloadType, new ParameterSets());
        var preparer = new UnitPreparer();
        using OpenH264Decoder? decoder = OpenH264.IsAvailable ? new OpenH264Decoder() : null;
        while (input.Length >= sizeof(ushort) && preparer.Problem is null)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input), input.Length - sizeof(ushort));
            ReadOnlySpan<byte> bytes = input.Slice(sizeof(ushort), length);
            input = input[(sizeof(ushort) + length)..];
            if (RtpPacket.TryRead(bytes, out RtpPacket packet) && !Add(packet, depacketizer, preparer, decoder))
                return;
        }
    }

    public void Dispose()
    {
    }

    /// <returns>Whether a reader would go on.</returns>
    private static bool Add(in RtpPacket packet, H264Depacketizer depacketizer, UnitPreparer preparer, OpenH264Decoder? decoder)
    {
        PacketResult result;
        do
        {
            result = depacketizer.Add(packet);
            if (result is PacketResult.Complete or PacketResult.CompleteBefore)
                Prepare(depacketizer, preparer, decoder);
        }
        while (result == PacketResult.CompleteBefore);

        return result != PacketResult.Unsupported;
    }

    private static void Prepare(H264Depacketizer depacketizer, UnitPreparer preparer, OpenH264Decoder? decoder)
    {
        ReadOnlySpan<byte> unit = depacketizer.Unit.Bytes;
        FuzzException.Unless(unit.Length <= AccessUnit.MaxBytes, "a unit is no longer than allowed");
        PooledBuffer? prepared = preparer.TryPrepare(unit, depacketizer.FollowsLoss, out H264UnitKind kind);
        if (prepared is null)
            return;
        PictureSize size = preparer.Stream!.Format.Size;
        FuzzException.Unless(size.IsAllowed, "a picture that is passed on has a size that is allowed");
        if (decoder is not null && size.Width * size.Height <= MaxPixels)
            Decode(prepared.Bytes.Span, kind == H264UnitKind.Key, decoder);
        prepared.Release();
    }

    private static void Decode(ReadOnlySpan<byte> unit, bool isKeyFrame, OpenH264Decoder decoder)
    {
        decoder.Decode(unit, isKeyFrame, out OpenH264Output output);
        FuzzException.Unless(
            !output.HasPicture || (output.Width > 0 && output.Height > 0 && output.LumaStride >= output.Width),
            "a picture has a size and rows");
    }
}
