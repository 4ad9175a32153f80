using System.Buffers.Binary;
using OpenCvSharp;
using VideoStream.Encoding;

namespace VideoStream.Tests.Support;

/// <summary>Looks at JPEGs as a client does.</summary>
internal static class Jpeg
{
    /// <summary>Decodes a picture, which the caller disposes.</summary>
    public static Mat Decode(EncodedPicture picture) => Cv2.ImDecode(picture.Bytes.ToArray(), ImreadModes.Color);

    /// <summary>A picture's bytes but for the comment, which is its only one.</summary>
    public static byte[] WithoutComment(EncodedPicture picture)
    {
        byte[] bytes = picture.Bytes.ToArray();
        int at = VideoStream.Frames.JpegComment.Position(bytes);
        return [.. bytes[..at], .. bytes[(at + 4 + Assert.Single(Comments(picture)).Length)..]];
    }

    /// <summary>All comments between the start and the picture data, in order.</summary>
    public static List<string> Comments(EncodedPicture picture)
    {
        const byte comment = 0xFE, startOfScan = 0xDA;
        ReadOnlySpan<byte> bytes = picture.Bytes.Span;
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
