using VideoStream.Cameras;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>A camera whose JPEGs are complete, but can't be decoded.</summary>
public sealed class UndecodableCameraTests : TriggeredCamera
{
    private static readonly byte[] Good = CameraJpeg.Noise();
    private static readonly byte[] Bad = CameraJpeg.Undecodable(Good);

    [Theory]
    [InlineData("a Huffman table with too many codes")]
    [InlineData("baseline data that is labelled progressive")]
    [InlineData("a scan of a component that does not exist")]
    public void After_three_failures_in_a_row_it_delivers_damaged_frames(string fault)
    {
        byte[] jpeg = With(fault);
        Doubt(jpeg);
        Assert.False(Capture(jpeg));
        Assert.Equal((3, 1), (Camera.Captured, Camera.DecodeErrors));
    }

    [Fact]
    public void Without_a_viewer_that_needs_it_nothing_is_decoded_and_all_is_published()
    {
        for (int i = 0; i < 10; i++)
            Assert.True(Capture(Bad));
        Assert.False(Camera.Decodes.IsInDoubt);
        Assert.Equal(0, Camera.Pool.Rented);
    }

    [Fact]
    public void A_good_frame_after_two_failures_ends_the_doubt()
    {
        foreach (byte[] jpeg in (byte[][])[Bad, Bad, Good, Bad, Bad])
        {
            Assert.True(Capture(jpeg));
            Assert.Equal(jpeg == Good, Camera.TryDecodeNewest());
        }

        Assert.True(Capture(Bad));
        Assert.Equal(0, Camera.DecodeErrors);
    }

    [Fact]
    public void A_frame_that_several_viewers_need_is_one_failure()
    {
        Assert.True(Capture(Bad));
        for (int i = 0; i < 10; i++)
            Assert.False(Camera.TryDecodeNewest());
        Assert.True(Capture(Bad));
    }

    [Fact]
    public void It_is_not_live_on_the_next_connection_until_a_frame_can_be_decoded()
    {
        Doubt();
        Connection = Camera.Connect(null);
        Assert.False(Capture(Bad));
        Assert.False(Capture(Bad));
        Assert.Equal((CameraState.Connecting, 2), (Camera.Status.State, Camera.DecodeErrors));
        Assert.True(Capture(Good));
        Assert.Equal(CameraState.Live, Camera.Status.State);
        // One good frame is enough: the next are not tried.
        Assert.True(Capture(Bad));
    }

    [Fact]
    public void The_frame_that_ends_the_doubt_is_decoded_once_and_passed_through_as_it_is()
    {
        Doubt();
        Assert.True(Capture(Good));
        Assert.Equal(1, Camera.Pool.Rented);
        Assert.True(Camera.TryDecodeNewest());
        Assert.Equal(1, Camera.Pool.Rented);
        Assert.True(Camera.Frames.CanPassThroughLatest);
    }

    [Fact]
    public void Pixels_of_a_reader_need_no_decoder_and_are_published()
    {
        Doubt();
        Reader.OnRetrieve = _ => true;
        Assert.True(Capture());
    }

    private static byte[] With(string fault)
    {
        byte[] jpeg = [.. Good];
        int Find(byte marker) => jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, marker]);
        switch (fault)
        {
            case "a Huffman table with too many codes":
                Span<byte> counts = jpeg.AsSpan(Find(0xC4) + 5, 16);
                int codes = counts.ToArray().Sum(count => count);
                counts.Clear();
                counts[0] = (byte)codes;
                break;
            case "baseline data that is labelled progressive":
                jpeg[Find(0xC0) + 1] = 0xC2;
                break;
            default:
                jpeg[Find(0xDA) + 5] = 9;
                break;
        }

        return jpeg;
    }

    private void Doubt(byte[]? jpeg = null)
    {
        for (int i = 0; i < DecodeState.MaxFailures; i++)
        {
            Assert.True(Capture(jpeg ?? Bad));
            Assert.False(Camera.TryDecodeNewest());
        }
    }

    private bool Capture(byte[] jpeg)
    {
        Reader.OnRetrieve = content => content.PutJpeg(jpeg);
        return Capture();
    }
}
