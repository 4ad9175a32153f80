using OpenCvSharp;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class JpegEndFinderTests
{
    /// <summary>IMWRITE_JPEG_SAMPLING_FACTOR, which OpenCvSharp does not name.</summary>
    private const int Sampling = 7;

    private static readonly int[] Progressive = [(int)ImwriteFlags.JpegProgressive, 1];

    private readonly JpegEndFinder _ends = new();

    public static TheoryData<string> Kinds => [.. Frames.Keys];

    private static readonly Dictionary<string, byte[]> Frames = new()
    {
        ["noise"] = CameraJpeg.Noise(),
        ["odd size"] = CameraJpeg.Noise(61, 35),
        ["one block"] = CameraJpeg.Noise(8, 8),
        ["several rows of units"] = CameraJpeg.Noise(120, 90),
        ["4:4:4"] = CameraJpeg.Noise(parameters: [Sampling, 0x111111]),
        ["4:2:2"] = CameraJpeg.Noise(61, 35, parameters: [Sampling, 0x211111]),
        ["4:4:0"] = CameraJpeg.Noise(61, 35, parameters: [Sampling, 0x121111]),
        ["4:1:1"] = CameraJpeg.Noise(61, 35, parameters: [Sampling, 0x411111]),
        ["restarts"] = CameraJpeg.Noise(parameters: [(int)ImwriteFlags.JpegRstInterval, 2]),
        ["a restart a block"] = CameraJpeg.Noise(parameters: [(int)ImwriteFlags.JpegRstInterval, 1]),
        ["tables of its own"] = CameraJpeg.Noise(parameters: [(int)ImwriteFlags.JpegOptimize, 1]),
        ["no tables"] = CameraJpeg.WithoutHuffmanTables(CameraJpeg.Noise()),
        ["Exif data with a thumbnail"] = CameraJpeg.WithExif(CameraJpeg.Noise(), 1, thumbnail: CameraJpeg.Noise(16, 16)),
        ["grey"] = Grey(),
        ["flat"] = Flat(),
        ["progressive"] = CameraJpeg.Noise(parameters: Progressive),
        ["progressive, odd size"] = CameraJpeg.Noise(61, 35, parameters: Progressive),
        ["progressive, 4:4:4"] = CameraJpeg.Noise(61, 35, parameters: [.. Progressive, Sampling, 0x111111]),
        ["progressive, 4:1:1"] = CameraJpeg.Noise(61, 35, parameters: [.. Progressive, Sampling, 0x411111]),
        ["progressive, restarts"] = CameraJpeg.Noise(parameters: [.. Progressive, (int)ImwriteFlags.JpegRstInterval, 2]),
        ["progressive, low quality"] = CameraJpeg.Noise(90, 70, parameters: [.. Progressive, (int)ImwriteFlags.JpegQuality, 8]),
        ["progressive, grey"] = Grey(Progressive),
        ["progressive, flat"] = Flat(Progressive),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_end_is_where_the_marker_was_whatever_follows(string kind)
    {
        byte[] frame = Frames[kind];
        byte[] ones = [.. Enumerable.Repeat((byte)0xFF, 9)];
        foreach (byte[] behind in (byte[][])[[], [0xFF], [0xFF, 0xD9], new byte[100], ones, [13, 10, 45, 45], frame])
        {
            Assert.True(_ends.TryFind([.. frame[..^2], .. behind], out int end), $"not whole before {behind.Length} bytes");
            Assert.Equal(frame.Length - 2, end);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frame_that_breaks_off_anywhere_is_not_whole(string kind)
    {
        byte[] frame = Frames[kind];
        for (int length = 0; length < frame.Length - 2; length++)
            Assert.False(_ends.TryFind(frame.AsSpan(0, length), out _), $"whole with {length} bytes of {frame.Length}");
    }

    /// <summary>Zeros and text can be read as blocks, so a frame that lacks some could seem to be whole.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(300)]
    public void A_frame_that_was_cut_short_is_not_whole_whatever_follows(int cut)
    {
        byte[] frame = Frames["noise"];
        byte[] nextHead = [.. "\r\n--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 12345\r\n\r\n"u8];
        foreach (byte[] behind in (byte[][])[new byte[2000], nextHead])
            Assert.False(_ends.TryFind([.. frame[..^(cut + 2)], .. behind], out _));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(300)]
    public void A_progressive_frame_that_was_cut_short_is_not_whole_whatever_follows(int cut)
    {
        byte[] frame = Frames["progressive"];
        byte[] head = [.. "\r\n--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 12345\r\n\r\n"u8];
        foreach (byte[] behind in (byte[][])[new byte[2000], head])
            Assert.False(_ends.TryFind([.. frame[..^(cut + 2)], .. behind], out _));
    }

    [Fact]
    public void A_progressive_frame_without_its_last_scan_is_not_whole()
    {
        byte[] frame = Frames["progressive"];
        int[] scans = [.. Enumerable.Range(0, frame.Length - 1).Where(at => frame[at] == 0xFF && frame[at + 1] == 0xDA)];
        Assert.True(scans.Length > 5);
        foreach (int scan in scans)
            Assert.False(_ends.TryFind(frame.AsSpan(0, scan), out _));
    }

    [Fact]
    public void A_frame_after_another_is_not_taken_for_a_part_of_it()
    {
        byte[] half = Frames["progressive"][..1500];
        foreach (byte[] frame in Frames.Values)
        {
            Assert.False(_ends.TryFind(half, out _));
            Assert.True(_ends.TryFind(frame.AsSpan(0, frame.Length - 2), out int end));
            Assert.Equal(frame.Length - 2, end);
        }
    }

    [Fact]
    public void Random_bytes_and_random_changes_are_survived()
    {
        byte[][] frames = [.. Frames.Values];
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = [.. frames[i % frames.Length]];
            for (int change = 0; change < 8; change++)
                bytes[random.Next(2, bytes.Length)] = (byte)random.Next(256);
            if (_ends.TryFind(bytes, out int end))
                Assert.InRange(end, 4, bytes.Length);
        }
    }

    private static byte[] Grey(params int[] parameters)
    {
        using var frame = new Mat(33, 70, MatType.CV_8UC1);
        new RNG(3).Fill(frame, DistributionType.Uniform, Scalar.All(0), Scalar.All(255));
        return Encode(frame, parameters);
    }

    private static byte[] Flat(params int[] parameters)
    {
        using var frame = new Mat(480, 640, MatType.CV_8UC3, Scalar.All(90));
        return Encode(frame, parameters);
    }

    private static byte[] Encode(Mat frame, int[] parameters)
    {
        Assert.True(Cv2.ImEncode(".jpg", frame, out byte[] jpeg, parameters));
        return jpeg;
    }
}
