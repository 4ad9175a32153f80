using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class FrameContentTests : IDisposable
{
    private static readonly byte[] Frame = CameraJpeg.Noise();

    private readonly FramePool _pool = new();

    public void Dispose()
    {
        Assert.Equal(0, _pool.Rented);
        _pool.Dispose();
    }

    [Fact]
    public void A_cameras_own_jpeg_is_kept_byte_by_byte_and_not_decoded()
    {
        FrameContent content = CameraJpeg.Content(_pool, Frame);
        Assert.Equal((true, false, new PictureSize(64, 48)), (content.CanPassThrough, content.IsEmpty, content.Size));
        Assert.Equal(Frame, Bytes(content));
        Assert.Equal(0, _pool.Rented);
        content.Free();
    }

    [Fact]
    public void Pixels_are_decoded_once_for_all_callers()
    {
        FrameContent content = CameraJpeg.Content(_pool, Frame);
        var pixels = new PixelPlanes[8];
        Parallel.For(0, pixels.Length, i => pixels[i] = content.Pixels());

        Assert.All(pixels, planes => Assert.Same(pixels[0], planes));
        using Mat expected = Cv2.ImDecode(Frame, ImreadModes.Grayscale);
        AssertShows(expected, pixels[0]);
        Assert.Equal(1, _pool.Rented);
        content.Free();
    }

    [Fact]
    public void A_jpeg_is_decoded_once_in_the_size_that_all_need_and_again_only_for_more()
    {
        var decodes = new DecodeState { Needed = new PictureSize(64, 48) };
        var content = new FrameContent(_pool, default, decodes);
        content.PutJpeg(CameraJpeg.Noise(128, 96));

        PixelPlanes small = content.Pixels(new PictureSize(32, 24));
        Assert.Equal(new PictureSize(64, 48), small.Size);
        Assert.Same(small, content.Pixels(new PictureSize(64, 48)));
        Assert.Equal(1, _pool.Rented);

        PixelPlanes whole = content.Pixels(content.Size);
        Assert.Equal(new PictureSize(128, 96), whole.Size);
        Assert.Same(whole, content.Pixels(new PictureSize(32, 24)));
        // Others may still read the first one.
        Assert.Equal((2, new PictureSize(64, 48)), (_pool.Rented, small.Size));
        content.Free();
    }

    /// <summary>The kind of JPEG, its turn, and whether somebody who is passed the JPEG needs its pixels.</summary>
    [Theory]
    [InlineData("chroma420", 0, false)]
    [InlineData("chroma420", 180, false)]
    [InlineData("arithmetic", 0, true)]
    [InlineData("arithmetic", 180, true)]
    public void A_jpeg_is_decoded_whole_for_who_is_passed_it_only_if_it_can_not_be_passed(string kind, int rotate, bool isWhole)
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
        var decodes = new DecodeState { Needed = new PictureSize(32, 24), IsWholeNeededUnlessPassed = true };
        var content = new FrameContent(_pool, new Orientation(rotate, false, false), decodes);
        content.PutJpeg(PatchedJpeg.Of(kind));
        Assert.Equal(isWhole ? new PictureSize(128, 96) : new PictureSize(32, 24), content.Pixels(new PictureSize(1, 1)).Size);
        content.Free();
    }

    [Fact]
    public void A_turned_jpeg_is_decoded_in_the_size_that_is_needed_after_the_turn()
    {
        var decodes = new DecodeState { Needed = new PictureSize(24, 32) };
        var content = new FrameContent(_pool, new Orientation(90, false, false), decodes);
        content.PutJpeg(CameraJpeg.Noise(128, 96));
        Assert.Equal(new PictureSize(24, 32), content.Pixels(new PictureSize(1, 1)).Size);
        content.Free();
    }

    [Fact]
    public void A_jpeg_without_huffman_tables_gets_them_and_shows_the_same()
    {
        FrameContent content = CameraJpeg.Content(_pool, CameraJpeg.WithoutHuffmanTables(Frame));
        using Mat expected = Cv2.ImDecode(Frame, ImreadModes.Grayscale);
        AssertShows(expected, content.Pixels());
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(Bytes(content)));
        Assert.True(scanner.HasHuffmanTables);
        content.Free();
    }

    [Fact]
    public void A_jpeg_that_can_not_be_decoded_throws_and_leaks_nothing()
    {
        FrameContent content = CameraJpeg.Content(_pool, CameraJpeg.Undecodable(Frame));

        Assert.Throws<InvalidDataException>(() => content.Pixels());
        Assert.Throws<InvalidDataException>(() => content.Pixels());
        Assert.Equal(0, _pool.Rented);
        content.Free();
    }

    [Fact]
    public void A_payload_that_can_not_be_decoded_is_not_tried_again()
    {
        var payload = new UndecodablePayload();
        var content = new FrameContent(_pool, default);
        content.Put(payload);
        for (int i = 0; i < 3; i++)
            Assert.Equal("broken", Assert.Throws<InvalidDataException>(() => content.Pixels()).Message);
        Assert.Equal(1, payload.Decodes);
        content.Free();
    }

    [Fact]
    public void A_turned_camera_has_no_jpeg_to_pass_through_and_turned_pixels()
    {
        FrameContent content = CameraJpeg.Content(_pool, Frame, new Orientation(90, false, false));
        Assert.Equal((false, TurboJpeg.IsAvailable), (content.CanPassThrough, content.CanPassTurned));
        Assert.Equal(new PictureSize(48, 64), content.Size);
        using Mat expected = Cv2.ImDecode(Frame, ImreadModes.Grayscale);
        Cv2.Rotate(expected, expected, RotateFlags.Rotate90Clockwise);
        AssertShows(expected, content.Pixels());
        content.Free();
    }

    /// <summary>Decoded frames used to be kept, up to three, although none was used again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Decoding_one_frame_after_the_other_keeps_no_more_memory_than_is_used_again(int degrees)
    {
        for (int i = 0; i < 10; i++)
        {
            FrameContent content = CameraJpeg.Content(_pool, Frame, new Orientation(degrees, false, false));
            var frame = new Frame(content) { Number = i, ContentId = i, CapturedTimestamp = i, CapturedAt = default, Rate = 0 };
            frame.Pixels();
            frame.Rendered(new PictureSize(32, 24), null, frame, (_, small) => small.Create(new(32, 24), ChromaSubsampling.Yuv420));
            frame.Release();
        }

        // What is decoded, what is turned, and what is made smaller.
        int used = degrees == 0 ? 2 : 3;
        Assert.Equal((used, used), (_pool.Spare, _pool.Allocated));
    }

    [Fact]
    public void Pixels_that_were_written_are_turned()
    {
        var content = new FrameContent(_pool, new Orientation(180, false, false));
        Assert.True(content.IsEmpty);
        content.Writable.Create(new PictureSize(2, 1), ChromaSubsampling.Yuv444);
        (content.Writable.Y.Row(0)[0], content.Writable.Y.Row(0)[1]) = (1, 4);
        (content.Writable.Cb.Row(0)[0], content.Writable.Cb.Row(0)[1]) = (2, 5);
        (content.Writable.Cr.Row(0)[0], content.Writable.Cr.Row(0)[1]) = (3, 6);
        content.Turn();
        PixelPlanes turned = content.Pixels();
        Assert.Equal((4, 5, 6), (turned.Y.Row(0)[0], turned.Cb.Row(0)[0], turned.Cr.Row(0)[0]));
        Assert.Equal(1, _pool.Rented);
        content.Free();
    }

    /// <summary>Luma is exactly that of the JPEG.</summary>
    private static void AssertShows(Mat expected, PixelPlanes pixels)
    {
        using Mat luma = pixels.Y.AsMat();
        Assert.Equal(default, TestFrames.Difference(expected, luma));
    }

    private static byte[] Bytes(FrameContent content)
    {
        using EncodedPayload.Reading reading = content.Payload!.Read();
        return reading.Bytes.ToArray();
    }
}
