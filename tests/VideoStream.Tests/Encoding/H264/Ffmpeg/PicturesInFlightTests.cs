using VideoStream.Encoding.H264;
using VideoStream.Encoding.H264.Ffmpeg;

namespace VideoStream.Tests.Encoding.H264.Ffmpeg;

public sealed class PicturesInFlightTests
{
    private readonly PicturesInFlight _pictures = new();

    [Fact]
    public void Timestamps_begin_at_zero_rise_and_are_odd_for_key_frames()
    {
        Assert.Equal(0, Add(5000));
        Assert.Equal(34, Add(5034.9));
        Assert.Equal(36, Add(5034.9));
        Assert.Equal(71, Add(5070, asKeyFrame: true));
        Assert.Equal(72, Add(5071));
        Assert.Equal(75, Add(5072, asKeyFrame: true));
        Assert.Equal(3_600_000, Add(3_605_001));
    }

    /// <summary>It is one whatever was asked for, and ffmpeg's output begins with zero.</summary>
    [Fact]
    public void The_first_has_zero_even_if_it_is_to_be_a_key_frame()
    {
        Assert.Equal(0, Add(5000, asKeyFrame: true));
        Assert.Equal(41, Add(5040, asKeyFrame: true));
    }

    [Fact]
    public void A_unit_is_found_by_its_timestamp_and_what_was_skipped_before_is_forgotten()
    {
        Add(0);
        Add(40);
        Add(80);
        Assert.Equal(TimeSpan.FromMilliseconds(40), _pictures.Answer(40).Timestamp);
        Assert.Equal(1, _pictures.Count);
        Assert.Throws<InvalidDataException>(() => _pictures.Answer(60));
    }

    [Fact]
    public void After_weeks_the_timestamps_of_the_output_begin_anew()
    {
        Add(0);
        long time = Add(1000.0 * 86400 * 25);
        _pictures.Answer(0);
        Assert.True(time > int.MaxValue);
        Assert.Equal(TimeSpan.FromDays(25), _pictures.Answer((int)(time - int.MaxValue - 1)).Timestamp);
    }

    private long Add(double milliseconds, bool asKeyFrame = false) =>
        _pictures.Add(new H264Request(TimeSpan.FromMilliseconds(milliseconds), asKeyFrame));
}
