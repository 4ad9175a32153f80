using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OpenCvSharp;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A received JPEG, read by a parser of the tests and by OpenCV, not by the service's code.</summary>
internal sealed class ReceivedFrame(byte[] jpeg)
{
    private readonly Dictionary<string, Microsoft.Extensions.Primitives.StringValues> _comment = QueryHelpers.ParseQuery(Comment(jpeg));

    public byte[] Jpeg => jpeg;

    public long Seq => long.Parse(_comment["seq"]!, CultureInfo.InvariantCulture);

    public DateTimeOffset CapturedAt =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(_comment["captured_us"]!, CultureInfo.InvariantCulture));

    public string Camera => _comment["camera"]!;

    /// <summary>Whether it is a camera's frame, and not a placeholder.</summary>
    public bool Live => !_comment.TryGetValue("live", out var live) || live != "0";

    /// <summary>The bytes without the service's comment.</summary>
    public byte[] WithoutComment()
    {
        (int at, int length) = FindComment(jpeg);
        return [.. jpeg[..at], .. jpeg[(at + length)..]];
    }

    /// <summary>Decodes it. The caller disposes the result.</summary>
    public Mat Decode()
    {
        Mat mat = Cv2.ImDecode(jpeg, ImreadModes.Color);
        Assert.False(mat.Empty(), "not a JPEG that OpenCV reads");
        return mat;
    }

    public (int Width, int Height) Size()
    {
        using Mat mat = Decode();
        return (mat.Width, mat.Height);
    }

    private static string Comment(byte[] jpeg)
    {
        (int at, int length) = FindComment(jpeg);
        return System.Text.Encoding.ASCII.GetString(jpeg, at + 4, length - 4);
    }

    private static (int At, int Length) FindComment(byte[] jpeg)
    {
        Assert.True(jpeg is [0xFF, 0xD8, .., 0xFF, 0xD9], "not one complete JPEG");
        for (int at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA;)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            if (jpeg[at + 1] == 0xFE)
                return (at, length);
            at += length;
        }

        throw new InvalidDataException("no comment before the image data");
    }
}
