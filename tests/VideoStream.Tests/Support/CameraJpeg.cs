using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Tests.Support;

/// <summary>JPEGs as cameras send them.</summary>
internal static class CameraJpeg
{
    /// <summary>A frame of noise, equal for equal seeds.</summary>
    public static byte[] Noise(int width = 64, int height = 48, int seed = 1, params int[] parameters)
    {
        using var frame = new Mat(height, width, MatType.CV_8UC3);
        var random = new RNG((ulong)seed);
        random.Fill(frame, DistributionType.Uniform, new Scalar(0, 0, 0), new Scalar(255, 255, 255));
        Assert.True(Cv2.ImEncode(".jpg", frame, out byte[] jpeg, [(int)ImwriteFlags.JpegQuality, 60, .. parameters]));
        return jpeg;
    }

    /// <summary>The same frame without its Huffman tables, as motion JPEG often is.</summary>
    public static byte[] WithoutHuffmanTables(byte[] jpeg)
    {
        var rest = new List<byte>(jpeg[..2]);
        int at = 2;
        for (; jpeg[at + 1] != 0xDA;)
        {
            int length = 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
            if (jpeg[at + 1] != 0xC4)
                rest.AddRange(jpeg[at..(at + length)]);
            at += length;
        }

        return [.. rest, .. jpeg[at..]];
    }

    /// <summary>The same frame with another size in its header.</summary>
    public static byte[] OfSize(byte[] jpeg, ushort width, ushort height)
    {
        byte[] other = [.. jpeg];
        int header = other.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (other[header + 5], other[header + 6]) = ((byte)(height >> 8), (byte)height);
        (other[header + 7], other[header + 8]) = ((byte)(width >> 8), (byte)width);
        return other;
    }

    /// <summary>A JPEG as a reader gives it.</summary>
    public static JpegPayload Payload(byte[] jpeg)
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(jpeg));
        return new JpegPayload(PooledBuffer.Copy(jpeg), scanner);
    }

    /// <summary>Puts a frame into content as a reader does.</summary>
    public static FrameContent Content(FramePool pool, byte[] jpeg, Orientation orientation = default)
    {
        var content = new FrameContent(pool, orientation);
        content.Put(Payload(jpeg));
        return content;
    }
}
