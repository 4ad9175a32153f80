using VideoStream.Encoding.H264;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.H264;

public sealed class OpenH264EncoderTests
{
    private static readonly PictureSize Size = new(322, 182);

    public OpenH264EncoderTests()
    {
        Assert.SkipUnless(OpenH264.IsAvailable, "OpenH264 is missing");
    }

    [Fact]
    public void Ffmpeg_decodes_every_picture_and_it_is_like_the_original()
    {
        FfmpegDecoder.Require();
        List<EncodedUnit> units = EncodedVideo.Encode(Size, 1000, 40);
        byte[] decoded = FfmpegDecoder.Planes(EncodedVideo.Join(units));
        Assert.Equal(40, units.Count);
        Assert.Equal(40 * Size.Width * Size.Height * 3 / 2, decoded.Length);
        Assert.All(Enumerable.Range(0, 40), index => Assert.InRange(EncodedVideo.Psnr(decoded, Size, index), 34, 100));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(64, 18)]
    [InlineData(426, 240)]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    public void Any_even_size_is_encoded(int width, int height)
    {
        FfmpegDecoder.Require();
        var size = new PictureSize(width, height);
        List<EncodedUnit> units = EncodedVideo.Encode(size, 8000, 5);
        byte[] decoded = FfmpegDecoder.Planes(EncodedVideo.Join(units));
        Assert.Equal(5 * width * height * 3 / 2, decoded.Length);
        Assert.InRange(EncodedVideo.Psnr(decoded, size, 4), 30, 100);
        Assert.Equal(size, SpsBytes.Read(SpsBytes.Find(units[0].Bytes)).Size);
    }

    [Fact]
    public void Colours_are_those_of_the_picture_in_another_players_conversion()
    {
        FfmpegDecoder.Require();
        foreach (var (red, green, blue) in ((byte, byte, byte)[])
            [(200, 100, 50), (0, 0, 0), (255, 255, 255), (240, 20, 20), (20, 200, 30), (30, 40, 220), (16, 16, 16), (235, 235, 235)])
        {
            using var picture = new PixelPlanes();
            YCbCrColour colour = YCbCrColour.FromRgb(red, green, blue);
            picture.Create(new(64, 64), ChromaSubsampling.Yuv420);
            picture.Fill(colour.Luma, colour.Blue, colour.Red);
            using var encoder = new OpenH264Encoder(new(picture.Size, 1000, 30));
            Assert.True(encoder.Submit(picture, new(TimeSpan.Zero, false), out H264Unit unit));
            byte[] rgb = FfmpegDecoder.Rgb(unit.Bytes.ToArray());
            Assert.Equal(64 * 64 * 3, rgb.Length);
            for (int i = 0; i < rgb.Length; i += 3)
            {
                Assert.InRange(rgb[i], red - 6, red + 6);
                Assert.InRange(rgb[i + 1], green - 6, green + 6);
                Assert.InRange(rgb[i + 2], blue - 6, blue + 6);
            }
        }
    }

    [Fact]
    public void Only_the_first_picture_and_those_that_are_asked_for_are_key_frames_whatever_they_show()
    {
        using var encoder = new OpenH264Encoder(new(Size, 500, 30));
        using var picture = new PixelPlanes();
        List<int> keys = [];
        for (int i = 0; i < 60; i++)
        {
            if (i % 10 == 0)
                picture.PaintNoise(Size, i);
            else
                picture.PaintVideo(Size, i);
            Assert.True(encoder.Submit(picture, new(TimeSpan.FromMilliseconds(33 * i), i is 7 or 33 or 34), out H264Unit unit));
            NalType[] types = Types(unit.Bytes);
            Assert.Equal(unit.IsKeyFrame ? [NalType.Sps, NalType.Pps, NalType.IdrSlice] : [NalType.Slice], types);
            Assert.Equal(AnnexB.StartCode, unit.Bytes[..4]);
            if (unit.IsKeyFrame)
                keys.Add(i);
        }

        Assert.Equal([0, 7, 33, 34], keys);
    }

    [Fact]
    public void Parameter_sets_stay_the_same_and_let_decoders_show_each_picture_at_once()
    {
        List<EncodedUnit> units = EncodedVideo.Encode(Size, 500, 12, key: index => index % 4 == 3);
        byte[] sps = SpsBytes.Find(units[0].Bytes), pps = SpsBytes.Find(units[0].Bytes, NalType.Pps);
        foreach (EncodedUnit unit in units.Where(unit => unit.IsKeyFrame))
        {
            Assert.Equal(sps, SpsBytes.Find(unit.Bytes));
            Assert.Equal(pps, SpsBytes.Find(unit.Bytes, NalType.Pps));
        }

        SpsInfo read = SpsBytes.Read(sps);
        Assert.Equal((true, 0, true), (read.HasRestriction, read.MaxReorderFrames, read.IsProgressive));
        Assert.StartsWith("avc1.64", read.CodecString, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_bitrate_takes_effect_without_a_key_frame()
    {
        using var encoder = new OpenH264Encoder(new(Size, 2000, 30));
        using var picture = new PixelPlanes();
        int[] sums = new int[3];
        for (int i = 0; i < 180; i++)
        {
            if (i is 60 or 120)
                encoder.SetBitrate(i == 60 ? 300 : 3000);
            picture.PaintNoise(Size, i);
            // A third of the noise, on grey.
            foreach (ref byte value in picture.Bytes)
                value = (byte)(128 + ((value - 128) / 8));
            Assert.True(encoder.Submit(picture, new(TimeSpan.FromMilliseconds(i * 100 / 3), false), out H264Unit unit));
            Assert.Equal(i == 0, unit.IsKeyFrame);
            // After half a second.
            if (i % 60 >= 15)
                sums[i / 60] += unit.Bytes.Length;
        }

        // 45 pictures are a second and a half. Kilobits a second:
        double[] rates = [.. sums.Select(sum => sum * 8 / 1000.0 / 45 * 30)];
        Assert.InRange(rates[0], 1400, 2400);
        Assert.InRange(rates[1], 150, 420);
        Assert.InRange(rates[2], 2100, 3600);
    }

    [Fact]
    public void What_it_cannot_encode_is_refused_with_a_reason()
    {
        using var encoder = new OpenH264Encoder(new(Size, 500, 30));
        using var picture = new PixelPlanes();
        picture.Paint(new(320, 182), 1);
        Assert.Throws<ArgumentException>(() => encoder.Submit(picture, new(default, false), out _));
        picture.Create(Size, ChromaSubsampling.Yuv444);
        Assert.Throws<ArgumentException>(() => encoder.Submit(picture, new(default, false), out _));

        var huge = Assert.Throws<InvalidOperationException>(() => new OpenH264Encoder(new(new(16384, 16384), 500, 30)));
        Assert.Matches("^OpenH264 can't encode 16384x16384: .{10,}", huge.Message);
        var negative = Assert.Throws<InvalidOperationException>(() => encoder.SetBitrate(-1));
        Assert.Matches("^OpenH264 refused a bitrate of -1000: .{10,}", negative.Message);
        picture.PaintVideo(Size, 1);
        Assert.True(encoder.Submit(picture, new(default, false), out _));
    }

    [Fact]
    public void Encoding_allocates_nothing_once_the_buffer_is_large_enough()
    {
        using var encoder = new OpenH264Encoder(new(Size, 500, 30));
        using var picture = new PixelPlanes();
        long allocated = 0;
        for (int i = 0; i < 40; i++)
        {
            picture.PaintVideo(Size, i);
            long before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Submit(picture, new(TimeSpan.FromMilliseconds(33 * i), i == 10), out _);
            if (i >= 20)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static NalType[] Types(ReadOnlySpan<byte> unit)
    {
        List<NalType> types = [];
        foreach (NalUnit nal in new AnnexB(unit))
            types.Add(nal.Header.Type);
        return [.. types];
    }
}
