using CsCheck;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

public sealed class SpsReaderTests
{
    /// <summary>The SPS of a camera: baseline, level 3, 640x480, without VUI.</summary>
    private static readonly byte[] Camera = Convert.FromHexString("6742001E95A8280F64");

    [Fact]
    public void A_cameras_parameter_set_has_its_size_and_codec()
    {
        SpsInfo sps = SpsBytes.Read(Camera);
        Assert.Equal(new PictureSize(640, 480), sps.Size);
        Assert.Equal("avc1.42001E", sps.CodecString);
        Assert.Equal((66, 0, 30), (sps.Profile, sps.Constraints, sps.Level));
        Assert.False(sps.HasVui);
        Assert.Null(sps.MaxReorderFrames);
    }

    [Theory]
    [InlineData("640x360", "yuv420p", "high", 1, 100)]
    [InlineData("1920x1080", "yuv420p", "main", 1, 77)]
    [InlineData("322x182", "yuv420p", "baseline", 1, 66)]
    [InlineData("322x181", "yuv422p", "high422", 2, 122)]
    [InlineData("321x181", "yuv444p", "high444", 3, 244)]
    [InlineData("322x182", "yuv420p10le", "high10", 1, 110)]
    public void X264s_parameter_sets_have_size_profile_and_chroma_format(string size, string format, string profile, int chroma, int number)
    {
        FfmpegDecoder.Require();
        SpsInfo sps = SpsBytes.Read(SpsBytes.Find(FfmpegDecoder.X264(size, "-pix_fmt", format, "-profile:v", profile, "-bf", "0")));
        Assert.Equal(size, sps.Size.ToString());
        Assert.Equal((chroma, number), (sps.ChromaFormat, sps.Profile));
        Assert.Equal((true, true, 0), (sps.IsProgressive, sps.HasVui, sps.MaxReorderFrames));
        Assert.Matches($"^avc1\\.{number:X2}[0-9A-F]{{4}}$", sps.CodecString);
    }

    [Fact]
    public void B_frames_interlaced_pictures_and_other_orders_are_seen()
    {
        FfmpegDecoder.Require();
        SpsInfo ordered = SpsBytes.Read(SpsBytes.Find(FfmpegDecoder.X264("322x182", "-bf", "3", "-refs", "4")));
        Assert.Equal((2, 4), (ordered.MaxReorderFrames, ordered.MaxReferences));
        SpsInfo interlaced = SpsBytes.Read(SpsBytes.Find(FfmpegDecoder.X264("322x180", "-flags", "+ildct+ilme", "-x264opts", "tff=1")));
        Assert.Equal((false, new PictureSize(322, 180)), (interlaced.IsProgressive, interlaced.Size));
        Assert.Equal(2, SpsBytes.Read(SpsBytes.Find(FfmpegDecoder.X264("322x182", "-bf", "0"))).OrderType);
    }

    [Fact]
    public void Everything_in_a_parameter_set_may_be_there()
    {
        FfmpegDecoder.Require();
        // Scaling lists, aspect ratio, overscan, colours, position of colours, buffers of both kinds.
        byte[] stream = FfmpegDecoder.X264(
            "322x182", "-pix_fmt", "yuv420p", "-bf", "0", "-b:v", "500k", "-maxrate", "500k", "-bufsize", "500k",
            "-x264-params", "cqm=jvt:sar=40/33:overscan=show:colorprim=bt709:chromaloc=2:nal-hrd=cbr:pic-struct=1:fullrange=on");
        SpsInfo sps = SpsBytes.Read(SpsBytes.Find(stream));
        Assert.Equal((new PictureSize(322, 182), 0), (sps.Size, sps.MaxReorderFrames));
    }

    [Fact]
    public void A_part_of_a_parameter_set_is_none()
    {
        for (int length = 0; length < Camera.Length - 1; length++)
            Assert.False(SpsReader.TryRead(Camera.AsSpan(0, length), out _), $"{length} bytes");
        Assert.False(SpsReader.TryRead([0x68, .. Camera[1..]], out _));
        Assert.False(SpsReader.TryRead([.. Camera, .. new byte[SpsReader.MaxLength]], out _));
    }

    [Fact]
    public void Any_bytes_are_a_parameter_set_that_makes_sense_or_none() =>
        Gen.Select(Gen.Int[0, 5], Gen.OneOf(Gen.Const((byte)0xFF), Gen.Byte).Array[0, 80]).Sample((known, bytes) =>
            Check([.. Camera[..known], .. bytes]));

    [Fact]
    public void Any_change_of_a_parameter_set_is_one_that_makes_sense_or_none() =>
        Mutations.Any.Array[1, 4].Sample(changes => Check(changes.Aggregate(Camera, (bytes, change) => change(bytes))));

    private static void Check(byte[] nal)
    {
        if (!SpsReader.TryRead(nal, out SpsInfo sps))
            return;
        Assert.InRange(sps.Size.Width, 1, 16 * 1055);
        Assert.InRange(sps.Size.Height, 1, 2 * 16 * 1055);
        Assert.InRange(sps.ChromaFormat, 0, 3);
        Assert.InRange(sps.MaxReferences, 0, 16);
        Assert.InRange(sps.MaxReorderFrames ?? 0, 0, 16);
    }
}
