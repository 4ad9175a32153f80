using CsCheck;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

public sealed class SpsRewriterTests
{
    private static readonly byte[] Camera = Convert.FromHexString("6742001E95A8280F64");

    [Fact]
    public void A_parameter_set_without_vui_gets_one_and_keeps_the_rest()
    {
        byte[] restricted = SpsBytes.Restricted(Camera);
        SpsInfo before = SpsBytes.Read(Camera), after = SpsBytes.Read(restricted);
        Assert.Equal(before with { HasVui = true, MaxReorderFrames = 0 }, after);
        Assert.Equal(Camera[..7], restricted[..7]);
        Assert.Equal(after.MaxReferences, Buffering(restricted));
    }

    [Fact]
    public void A_restriction_that_says_otherwise_is_replaced()
    {
        FfmpegDecoder.Require();
        byte[] sps = SpsBytes.Find(FfmpegDecoder.X264("322x182", "-bf", "3", "-refs", "4"));
        byte[] restricted = SpsBytes.Restricted(sps);
        Assert.Equal(SpsBytes.Read(sps) with { MaxReorderFrames = 0 }, SpsBytes.Read(restricted));
        Assert.Equal(4, Buffering(restricted));
        Assert.Equal(restricted, SpsBytes.Restricted(restricted));
    }

    [Theory]
    [InlineData("high", "sar=40/33:overscan=show:colorprim=bt709:chromaloc=2:fullrange=on")]
    [InlineData("baseline", "keyint=5")]
    [InlineData("high", "cqm=jvt:nal-hrd=vbr:vbv-maxrate=500:vbv-bufsize=500")]
    public void Ffmpeg_decodes_the_same_pictures_with_what_was_rewritten(string profile, string parameters)
    {
        FfmpegDecoder.Require();
        byte[] stream = FfmpegDecoder.X264(
            "322x182", "-pix_fmt", "yuv420p", "-profile:v", profile, "-bf", "0", "-x264-params", parameters);
        byte[] sps = SpsBytes.Find(stream), pictures = FfmpegDecoder.Planes(stream);
        Assert.Equal(10 * 322 * 182 * 3 / 2, pictures.Length);
        Assert.Equal(pictures, FfmpegDecoder.Planes(SpsBytes.Replace(stream, SpsBytes.Restricted(sps))));

        byte[] bare = SpsBytes.WithoutVui(sps);
        Assert.False(SpsBytes.Read(bare).HasVui);
        byte[] restricted = SpsBytes.Replace(stream, SpsBytes.Restricted(bare));
        Assert.Equal(FfmpegDecoder.Planes(SpsBytes.Replace(stream, bare)), FfmpegDecoder.Planes(restricted));
    }

    [Fact]
    public void Any_parameter_set_that_can_be_read_can_be_rewritten_and_then_is_the_same_but_for_the_restriction() =>
        Gen.Select(Mutations.Any.Array[0, 3], Gen.Byte.Array[0, 20]).Sample((changes, more) =>
        {
            byte[] nal = changes.Aggregate((byte[])[.. Camera, .. more], (bytes, change) => change(bytes));
            byte[] to = new byte[SpsRewriter.MaxLength(nal.Length)];
            bool isRead = SpsReader.TryRead(nal, out SpsInfo before);
            Assert.Equal(isRead, SpsRewriter.TryRestrict(nal, to, out int length));
            if (!isRead)
                return;
            SpsInfo after = SpsBytes.Read(to[..length]);
            Assert.Equal(before with { HasVui = true, MaxReorderFrames = 0 }, after);
            Assert.Equal(after.MaxReferences, Buffering(to[..length]));
            Assert.Equal(-1, to.AsSpan(0, length).IndexOf((ReadOnlySpan<byte>)[0, 0, 1]));
        });

    [Fact]
    public void Any_bytes_are_rewritten_or_refused() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            byte[] to = new byte[SpsRewriter.MaxLength(bytes.Length + 1)];
            bool isRewritten = SpsRewriter.TryRestrict([0x67, .. bytes], to, out int length);
            Assert.Equal(isRewritten, length > 0);
        });

    /// <summary>max_dec_frame_buffering, which follows max_num_reorder_frames.</summary>
    private static int Buffering(byte[] sps)
    {
        byte[] data = new byte[SpsReader.MaxLength];
        Assert.True(SpsReader.TryRead(sps, data, out _, out SpsPositions positions));
        var bits = new BitReader(data);
        for (int i = 0; i < positions.ReorderFrames; i++)
            bits.ReadFlag();
        bits.ReadUnsigned();
        return (int)bits.ReadUnsigned();
    }
}
