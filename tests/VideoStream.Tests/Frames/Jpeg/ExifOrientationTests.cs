using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class ExifOrientationTests : IDisposable
{
    private static readonly byte[] Frame = CameraJpeg.Noise(96, 32);

    private readonly FramePool _pool = new();

    public static TheoryData<int, bool> Orientations =>
        new(from value in Enumerable.Range(1, 8) from isLittleEndian in new[] { false, true } select (value, isLittleEndian));

    public void Dispose()
    {
        Assert.Equal(0, _pool.Rented);
        _pool.Dispose();
    }

    /// <summary>OpenCV applies the orientation of the Exif data by itself, as browsers do, if it is not asked to ignore it.</summary>
    [Theory]
    [MemberData(nameof(Orientations))]
    public void A_frame_is_turned_as_its_exif_data_says(int value, bool isLittleEndian)
    {
        byte[] jpeg = CameraJpeg.WithExif(Frame, (ushort)value, isLittleEndian);
        using Mat expected = Cv2.ImDecode(jpeg, ImreadModes.Grayscale);
        FrameContent content = CameraJpeg.Content(_pool, jpeg);

        Assert.Equal(new PictureSize(expected.Width, expected.Height), content.Size);
        using Mat luma = content.Pixels().Y.AsMat();
        Assert.Equal(default, TestFrames.Difference(expected, luma));
        Assert.Equal(value == 1, content.CanPassThrough);
        content.Free();
    }

    [Theory]
    [InlineData(90, false, false)]
    [InlineData(180, false, false)]
    [InlineData(270, true, false)]
    [InlineData(0, false, true)]
    public void What_the_options_say_comes_on_top(int degrees, bool horizontal, bool vertical)
    {
        var configured = new Orientation(degrees, horizontal, vertical);
        for (ushort value = 1; value <= 8; value++)
        {
            byte[] jpeg = CameraJpeg.WithExif(Frame, value);
            using Mat upright = Cv2.ImDecode(jpeg, ImreadModes.Grayscale);
            using Mat expected = Turned(upright, configured);
            FrameContent content = CameraJpeg.Content(_pool, jpeg, configured);

            Assert.Equal(new PictureSize(expected.Width, expected.Height), content.Size);
            using Mat luma = content.Pixels().Y.AsMat();
            Assert.Equal(default, TestFrames.Difference(expected, luma));
            Assert.False(content.CanPassThrough);
            content.Free();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData((ushort)1)]
    [InlineData((ushort)0)]
    [InlineData((ushort)9)]
    public void A_frame_without_an_orientation_stays_byte_for_byte(ushort? value)
    {
        byte[] jpeg = CameraJpeg.WithExif(Frame, value, thumbnail: CameraJpeg.Noise(16, 16));
        FrameContent content = CameraJpeg.Content(_pool, jpeg);
        Assert.True(content.CanPassThrough);
        using (EncodedPayload.Reading reading = content.Payload!.Read())
            Assert.Equal(jpeg, reading.Bytes.ToArray());
        content.Free();
    }

    [Fact]
    public void Exif_data_that_breaks_off_anywhere_or_is_changed_is_survived()
    {
        byte[] segment = CameraJpeg.WithExif(Frame, 6)[6..56];
        Assert.Equal(new Orientation(90, false, false), ExifOrientation.Read(segment));
        for (int length = 0; length < segment.Length; length++)
            ExifOrientation.Read(segment.AsSpan(0, length));
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            byte[] changed = [.. segment];
            random.NextBytes(changed.AsSpan(random.Next(6, changed.Length)));
            ExifOrientation.Read(changed);
        }
    }

    [Fact]
    public void Exif_data_of_another_kind_says_nothing()
    {
        Assert.Equal(default, ExifOrientation.Read("http://ns.adobe.com/xap/1.0/\0"u8));
        Assert.Equal(default, ExifOrientation.Read("Exif\0\0XX*\0"u8));
        FrameContent content = CameraJpeg.Content(_pool, CameraJpeg.WithExif(Frame, 6, type: 4));
        Assert.True(content.CanPassThrough);
        content.Free();
    }

    private static Mat Turned(Mat upright, Orientation by)
    {
        using PixelPlanes from = new(), to = new();
        from.Create(new PictureSize(upright.Width, upright.Height), ChromaSubsampling.Grey);
        using (Mat luma = from.Y.AsMat())
            upright.CopyTo(luma);
        by.Turn(from, to);
        using Mat turned = to.Y.AsMat();
        return turned.Clone();
    }
}
