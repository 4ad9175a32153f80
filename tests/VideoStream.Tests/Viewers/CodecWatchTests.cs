using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>A viewer is asked about once a second.</summary>
public sealed class CodecWatchTests
{
    private const string Problem = "the encoder fails";

    private static readonly ViewerSettings Auto =
        new(Osd: false, VariantEncoding.Jpeg(80), 30, null, Adaptive: true, Paused: false, Codec.H264, IsCodecAuto: true);

    private readonly CodecWatch _watch = new();

    [Fact]
    public void Without_frames_for_three_seconds_it_has_failed()
    {
        Assert.Equal([false, false, false, true, true], Ask(Auto, 10, 10, 10, 10, 10));
    }

    [Fact]
    public void While_frames_come_it_has_not_failed()
    {
        Assert.DoesNotContain(true, Ask(Auto, 1, 1, 1, 2, 2, 2, 3));
    }

    [Fact]
    public void A_viewer_that_wants_H264_or_is_paused_is_left_with_it()
    {
        Assert.DoesNotContain(true, Ask(Auto with { IsCodecAuto = false }, 1, 1, 1, 1, 1));
        Assert.DoesNotContain(true, Ask(Auto with { Paused = true }, 1, 1, 1, 1, 1));
        Assert.DoesNotContain(true, Ask(Auto with { Codec = Codec.Jpeg }, 1, 1, 1, 1, 1));
    }

    [Fact]
    public void Without_a_problem_no_frame_is_no_failure()
    {
        for (int i = 0; i < 5; i++)
            Assert.False(_watch.IsFailed(Auto, problem: null, frames: 1));
    }

    private bool[] Ask(ViewerSettings settings, params long[] frames) =>
        [.. frames.Select(sent => _watch.IsFailed(settings, Problem, sent))];
}
