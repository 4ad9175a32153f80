using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.H264.Ffmpeg;

/// <summary>Pictures through a real ffmpeg with x264.</summary>
[Slow]
public sealed class FfmpegEncoderTests
{
    private static readonly PictureSize Size = new(322, 182);

    public FfmpegEncoderTests()
    {
        Assert.SkipUnless(EncoderTrial.Problem(ChildCoder.X264) is null, "there is no ffmpeg with libx264");
    }

    [Fact]
    public void Ffmpeg_decodes_every_picture_and_it_is_like_the_original()
    {
        using var video = new ChildVideo(Size);
        List<EncodedUnit> units = video.Encode(40, key: index => index == 20);
        byte[] decoded = FfmpegDecoder.Planes(EncodedVideo.Join(units));
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
        var size = new PictureSize(width, height);
        using var video = new ChildVideo(size, 8000);
        List<EncodedUnit> units = video.Encode(5);
        byte[] decoded = FfmpegDecoder.Planes(EncodedVideo.Join(units));
        Assert.Equal(5 * width * height * 3 / 2, decoded.Length);
        Assert.InRange(EncodedVideo.Psnr(decoded, size, 4), 30, 100);
        Assert.Equal(size, SpsBytes.Read(SpsBytes.Find(units[0].Bytes)).Size);
    }

    [Fact]
    public void Each_picture_is_answered_before_the_next_and_key_frames_come_when_they_are_asked_for()
    {
        using var video = new ChildVideo(Size);
        List<EncodedUnit> units = video.Encode(60, key: index => index is 7 or 33 or 34);

        Assert.Equal([0, 7, 33, 34], Enumerable.Range(0, 60).Where(index => units[index].IsKeyFrame));
        Assert.All(units, unit => Assert.Equal(0, unit.Layer));
        Assert.All(units, unit => Assert.Equal(
            unit.IsKeyFrame ? [NalType.Sps, NalType.Pps, NalType.IdrSlice] : [NalType.Slice], Types(unit.Bytes)));
        Assert.All(units, unit => Assert.Equal([0, 0, 0, 1], unit.Bytes[..4]));
    }

    [Fact]
    public void A_unit_belongs_to_the_picture_that_was_submitted()
    {
        using var video = new ChildVideo(Size);
        for (int i = 0; i < 30; i++)
        {
            video.Submit(i, i == 5, rate: 24.7);
            Assert.Equal(TimeSpan.FromSeconds(i / 24.7), video.Next().Request.Timestamp);
        }
    }

    [Fact]
    public void Decoders_show_each_picture_at_once()
    {
        using var video = new ChildVideo(Size);
        SpsInfo sps = SpsBytes.Read(SpsBytes.Find(video.Encode(1)[0].Bytes));
        Assert.Equal((true, 0, true, 100), (sps.HasRestriction, sps.MaxReorderFrames, sps.IsProgressive, (int)sps.Profile));
        Assert.InRange(sps.Level, 10, 31);
    }

    [Theory]
    [InlineData(200, 100, 50)]
    [InlineData(0, 0, 0)]
    [InlineData(255, 255, 255)]
    [InlineData(240, 20, 20)]
    [InlineData(30, 40, 220)]
    public void Colours_are_those_of_the_picture_in_another_players_conversion(byte red, byte green, byte blue)
    {
        using var video = new ChildVideo(new(64, 64));
        using var picture = new PixelPlanes();
        YCbCrColour colour = YCbCrColour.FromRgb(red, green, blue);
        picture.Create(video.Size, ChromaSubsampling.Yuv420);
        picture.Fill(colour.Luma, colour.Blue, colour.Red);
        video.Encoder.Submit(picture, default, out _);
        byte[] rgb = FfmpegDecoder.Rgb(video.Next().Unit.Bytes);
        Assert.Equal(64 * 64 * 3, rgb.Length);
        for (int i = 0; i < rgb.Length; i += 3)
        {
            Assert.InRange(rgb[i], red - 6, red + 6);
            Assert.InRange(rgb[i + 1], green - 6, green + 6);
            Assert.InRange(rgb[i + 2], blue - 6, blue + 6);
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(10)]
    [InlineData(5)]
    public void The_bitrate_is_kept_at_any_frame_rate(int rate)
    {
        using var video = new ChildVideo(Size, 600);
        using var picture = new PixelPlanes();
        video.Encoder.SetBitrate(600 * 30 / rate);
        int seconds = 6, bytes = 0;
        for (int i = 0; i < seconds * rate; i++)
        {
            Limit.Until(() => video.Encoder.HasRoom);
            picture.PaintNoise(Size, i);
            // An eighth of the noise, on grey.
            foreach (ref byte value in picture.Bytes)
                value = (byte)(128 + ((value - 128) / 8));
            video.Encoder.Submit(picture, new(TimeSpan.FromSeconds((double)i / rate), false), out _);
            int length = video.Next().Unit.Bytes.Length;
            bytes += i >= 2 * rate ? length : 0;
        }

        Assert.InRange(bytes * 8 / 1000.0 / (seconds - 2), 400, 720);
    }

    [Fact]
    public void A_large_change_of_the_bitrate_starts_another_child_and_a_small_one_does_not()
    {
        using var video = new ChildVideo(Size);
        video.Encode(3);
        int first = video.Process;
        video.Encoder.SetBitrate(1200);
        Assert.DoesNotContain(video.Encode(3, from: 3), unit => unit.IsKeyFrame);
        Assert.Equal(first, video.Process);

        video.Encoder.SetBitrate(3000);

        Assert.Equal([true, false, false], video.Encode(3, from: 6).Select(unit => unit.IsKeyFrame));
        Assert.NotEqual(first, video.Process);
        Assert.Empty(video.Log.Rest());
    }

    [Fact]
    public void What_it_was_not_made_for_is_refused()
    {
        using var video = new ChildVideo(Size);
        using var picture = new PixelPlanes();
        picture.Paint(new(320, 182), 1);
        Assert.Throws<ArgumentException>(() => video.Encoder.Submit(picture, default, out _));
        picture.Create(Size, ChromaSubsampling.Yuv444);
        Assert.Throws<ArgumentException>(() => video.Encoder.Submit(picture, default, out _));
        Assert.Null(video.Encoder.ProcessId);
    }

    private static NalType[] Types(byte[] unit)
    {
        List<NalType> types = [];
        foreach (NalUnit nal in new AnnexB(unit))
            types.Add(nal.Header.Type);
        return [.. types];
    }
}
