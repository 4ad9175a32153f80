using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegVersionTests
{
    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers", 5, 1, "5.1.9-0+deb12u1")]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c)", 4, 4, "4.4.2-0ubuntu0.22.04.1")]
    [InlineData("ffmpeg version n7.1 Copyright (c)", 7, 1, "n7.1")]
    [InlineData("ffmpeg version 9.0", 9, 0, "9.0")]
    public void Parse_finds_the_numbers_of_a_release(string line, int major, int minor, string text)
    {
        Assert.Equal(new FfmpegVersion(major, minor, text), FfmpegVersion.Parse(line));
    }

    [Theory]
    [InlineData("ffmpeg version N-118331-g3c3a5a1 Copyright (c)")]
    [InlineData("ffmpeg version git-2026-01-02-abcdef")]
    [InlineData("avconv version 12")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_build_counts_as_the_newest(string? line)
    {
        FfmpegVersion version = FfmpegVersion.Parse(line);
        Assert.Equal((false, "-fps_mode"), (version.IsTooOld, version.FrameRateMode));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_version_before_5_is_too_old(int major, bool isTooOld)
    {
        Assert.Equal(isTooOld, new FfmpegVersion(major, 9, "").IsTooOld);
    }
}
