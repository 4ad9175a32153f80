using System.Buffers;
using CsCheck;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class IncomingFrameReaderTests
{
    private static readonly FrameMetadata There =
        new(7, DateTimeOffset.UnixEpoch.AddMicroseconds(1_795_794_879_083_313), "gate", Live: true);

    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xDB, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void Deserialize_PublishedFrame_IsThatFrameWithoutMetadata()
    {
        byte[] message = Message();

        IncomingFrame? read = Read(new ReadOnlySequence<byte>(message));

        Assert.Equal(7, read!.Envelope.Number);
        Assert.Equal(Picture, read.Bytes.Bytes.ToArray());
    }

    [Fact]
    public void Deserialize_FrameInManyPieces_IsTheSame()
    {
        IncomingFrame? read = Read(InPieces(Message(), 5));

        Assert.Equal(Picture, read!.Bytes.Bytes.ToArray());
    }

    [Fact]
    public void Deserialize_Frame_HasRoomForOtherMetadata()
    {
        IncomingFrame read = Read(new ReadOnlySequence<byte>(Message()))!;
        byte[] segment = Segment(There with { Camera = "another-name-of-thirty-two-chars", Number = long.MaxValue });

        read.Bytes.Insert(read.Envelope.Metadata.Position, segment);

        Assert.Equal([.. Picture[..2], .. segment, .. Picture[2..]], read.Bytes.Bytes.ToArray());
    }

    [Fact]
    public void Deserialize_AnyBytes_NeverThrows()
    {
        byte[] message = Message();
        Gen.Select(Gen.Byte.Array[1, 60], Gen.Int[0, message.Length - 1], Gen.Int[0, message.Length]).Sample((bytes, at, length) =>
        {
            byte[] damaged = [.. message];
            for (int i = 0; i < bytes.Length && at + i < damaged.Length; i++)
                damaged[at + i] = bytes[i];
            Read(new ReadOnlySequence<byte>(damaged, 0, length))?.Bytes.Release();
        });
    }

    private static IncomingFrame? Read(ReadOnlySequence<byte> message) => IncomingFrameReader.Instance.Deserialize(message);

    private static byte[] Message()
    {
        byte[] segment = Segment(There);
        var frame = new EncodedFrame(PooledBuffer.CopyWith(Picture, 2, segment))
        {
            Stamp = new FrameStamp(7, 0),
            Size = new(640, 360),
            Live = true,
            Quality = 80,
            EncodeTime = null,
        };
        var envelope = new FrameEnvelope
        {
            Instance = 1,
            Number = 7,
            CapturedAt = There.CapturedAt,
            PublishedAt = There.CapturedAt,
            Size = frame.Size,
            CameraSize = frame.Size,
            Quality = 80,
            Unit = null,
            Metadata = JpegMetadata.Find(frame.Bytes.Span),
        };
        var writer = new ArrayBufferWriter<byte>();
        PublishedFrameWriter.Instance.Serialize(writer, new PublishedFrame(envelope, frame));
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Segment(FrameMetadata metadata)
    {
        byte[] segment = new byte[JpegMetadata.MaxLength];
        return segment[..JpegMetadata.Write(metadata, segment)];
    }

    private static ReadOnlySequence<byte> InPieces(byte[] bytes, int length)
    {
        Piece first = new(bytes.AsMemory(0, length), null), last = first;
        for (int at = length; at < bytes.Length; at += length)
            last = new Piece(bytes.AsMemory(at, Math.Min(length, bytes.Length - at)), last);
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, Piece? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            before.Next = this;
            RunningIndex = before.RunningIndex + before.Memory.Length;
        }
    }
}
