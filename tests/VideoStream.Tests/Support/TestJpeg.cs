using System.Buffers.Binary;
using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Tests.Support;

/// <summary>Looks at JPEGs as a client does.</summary>
internal static class TestJpeg
{
    /// <summary>Decodes a frame, which the caller disposes.</summary>
    public static Mat Decode(EncodedFrame frame) => Cv2.ImDecode(frame.Bytes.ToArray(), ImreadModes.Color);

    /// <summary>A frame's bytes but for the comment, which is its only one.</summary>
    public static byte[] WithoutComment(EncodedFrame frame)
    {
        byte[] bytes = frame.Bytes.ToArray();
        int at = JpegMetadata.Position(bytes);
        return [.. bytes[..at], .. bytes[(at + 4 + Assert.Single(Comments(frame)).Length)..]];
    }

    /// <summary>The segment with a frame's metadata.</summary>
    public static byte[] Segment(FrameMetadata metadata)
    {
        byte[] segment = new byte[JpegMetadata.MaxLength];
        return segment[..JpegMetadata.Write(metadata, segment)];
    }

    /// <summary>All comments between the start and the frame data, in order.</summary>
    public static List<string> Comments(EncodedFrame frame)
    {
        const byte comment = 0xFE, startOfScan = 0xDA;
        ReadOnlySpan<byte> bytes = frame.Bytes.Span;
        var comments = new List<string>();
        int at = 2;
        while (bytes[at + 1] != startOfScan)
        {
            Assert.Equal(0xFF, bytes[at]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (bytes[at + 1] == comment)
                comments.Add(System.Text.Encoding.ASCII.GetString(bytes.Slice(at + 4, length - 2)));
            at += 2 + length;
        }

        return comments;
    }
}
