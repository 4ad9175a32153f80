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

    /// <summary>The same in several scans, each of which refines the picture.</summary>
    public static byte[] Progressive(int seed = 1) => Noise(seed: seed, parameters: [(int)ImwriteFlags.JpegProgressive, 1]);

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
        // Of a baseline or a progressive frame.
        int header = Enumerable.Range(0, other.Length).First(at => other[at] == 0xFF && other[at + 1] is 0xC0 or 0xC2);
        (other[header + 5], other[header + 6]) = ((byte)(height >> 8), (byte)height);
        (other[header + 7], other[header + 8]) = ((byte)(width >> 8), (byte)width);
        return other;
    }

    /// <summary>The same frame with Exif data: an orientation, unless it is null, and perhaps a thumbnail.</summary>
    public static byte[] WithExif(byte[] jpeg, ushort? orientation, bool isLittleEndian = false, byte[]? thumbnail = null, ushort type = 3)
    {
        byte[] Number(ushort value) => isLittleEndian ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];
        byte[] Long(ushort value) => isLittleEndian ? [.. Number(value), 0, 0] : [0, 0, .. Number(value)];
        byte[] Entry(ushort tag, ushort entryType, byte[] value) => [.. Number(tag), .. Number(entryType), .. Long(1), .. value];
        byte[] width = Entry(256, 3, [.. Number(64), 0, 0]);
        byte[] turned = orientation is { } value ? Entry(274, type, type == 3 ? [.. Number(value), 0, 0] : Long(value)) : [];
        byte[] tiff =
        [
            .. isLittleEndian ? "II"u8 : "MM"u8, .. Number(42), .. Long(8), .. Number((ushort)(turned.Length > 0 ? 2 : 1)),
            .. width, .. turned,
            .. Long(0), .. thumbnail ?? [],
        ];
        return WithSegment(jpeg, 0xE1, [.. "Exif\0\0"u8, .. tiff]);
    }

    /// <summary>The same frame with one more segment after its start.</summary>
    public static byte[] WithSegment(byte[] jpeg, byte marker, byte[] content)
    {
        int length = content.Length + 2;
        return [.. jpeg[..2], 0xFF, marker, (byte)(length >> 8), (byte)length, .. content, .. jpeg[2..]];
    }

    /// <summary>A progressive frame whose last scan is repeated until it has this many.</summary>
    public static byte[] OfScans(int scans, int width = 64, int height = 48)
    {
        byte[] jpeg = Noise(width, height, parameters: [(int)ImwriteFlags.JpegProgressive, 1]);
        int[] starts = [.. Enumerable.Range(0, jpeg.Length - 1).Where(at => jpeg[at] == 0xFF && jpeg[at + 1] == 0xDA)];
        byte[] last = jpeg[starts[^1]..^2];
        return [.. jpeg[..^2], .. Enumerable.Repeat(last, scans - starts.Length).SelectMany(scan => scan), 0xFF, 0xD9];
    }

    /// <summary>The same frame without its quantization tables: the scanner finds it complete, but it can't be decoded.</summary>
    public static byte[] Undecodable(byte[] jpeg)
    {
        byte[] broken = [.. jpeg];
        // The tables become comments.
        for (int at; (at = broken.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB])) >= 0;)
            broken[at + 1] = 0xFE;
        return broken;
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
