using CsCheck;
using VideoStream.Cameras.Sources.Rtsp.Sdp;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp.Sdp;

/// <summary>The H.264 of a session, as cameras describe it.</summary>
public sealed class H264MediaTests
{
    private const string Session = "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=cam\r\nt=0 0\r\na=control:*\r\n";

    [Fact]
    public void The_video_is_found_among_other_media()
    {
        SdpDescription description = SdpDescription.Parse(Session
            + "m=audio 0 RTP/AVP 0\r\na=control:trackID=1\r\na=rtpmap:96 H264/90000\r\n"
            + "m=video 0 RTP/AVP 97\r\na=rtpmap:97 H265/90000\r\na=control:trackID=2\r\n"
            + "m=video 0 RTP/AVP 99 96\r\nb=AS:5000\r\na=rtpmap:96 h264/90000\r\n"
            + "a=fmtp:96 profile-level-id=42C01E; packetization-mode=1;sprop-parameter-sets=Z0LAHtoC,aM44gA==\r\na=control:trackID=3\r\n");
        Assert.Equal("*", description.Control);
        H264Media? media = H264Media.Find(description);
        Assert.Equal(((byte)96, "trackID=3"), (media?.PayloadType, media?.Control));
        Assert.Equal([Convert.FromBase64String("Z0LAHtoC"), Convert.FromBase64String("aM44gA==")], media!.ParameterSets);
    }

    [Theory]
    [InlineData("a=fmtp:96 sprop-parameter-sets=Z0LAHtoC,aM44gA", "6742C01EDA02,68CE3880")]
    [InlineData("a=fmtp:96 SPROP-parameter-sets = AAAAAWdCwB7aAg==", "6742C01EDA02")]
    [InlineData("a=fmtp:96 sprop-parameter-sets=,%%%,Z0LAHtoC,A", "6742C01EDA02")]
    [InlineData("a=fmtp:97 sprop-parameter-sets=Z0LAHtoC", "")]
    [InlineData("a=fmtp:96", "")]
    [InlineData("a=sendonly", "")]
    public void Parameter_sets_are_read_as_far_as_they_can(string line, string expected)
    {
        H264Media? media = Find($"m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\n{line}\n");
        Assert.Equal(expected, string.Join(',', media!.ParameterSets.Select(Convert.ToHexString)));
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 0\r\n", "announces no video")]
    [InlineData("m=video 0\r\n", "announces no video")]
    [InlineData("", "announces no video")]
    [InlineData("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\n", "sends H265, not H.264")]
    [InlineData("m=video 0 RTP/AVP 26\r\n", "sends JPEG, not H.264")]
    [InlineData("m=video 0 RTP/AVP 33\r\n", "sends MPEG-TS, not H.264")]
    [InlineData("m=video 0 RTP/AVP 96\r\na=rtpmap:96 \u0001\u00E9 /1\r\n", "sends an unnamed format, not H.264")]
    [InlineData("m=video 0 RTP/AVP 96\r\na=rtpmap:96 VeryLongNameOfAFormatThatNobodyKnows\r\n", "sends VeryLongNameOfAForma, not H.264")]
    [InlineData("m=video 0 RTP/SAVP 96\r\na=rtpmap:96 H264/90000\r\n", "sends encrypted packets (SRTP)")]
    [InlineData(
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=2\r\n",
        "sends the packets of its H.264 out of order (packetization mode 2)")]
    public void Video_that_is_not_read_has_a_reason(string media, string reason)
    {
        SdpDescription description = SdpDescription.Parse(Session + media);
        Assert.Null(H264Media.Find(description));
        Assert.Equal(reason, H264Media.Reason(description));
    }

    [Fact]
    public void Any_text_is_a_description()
    {
        Gen<string> texts = Mutations.Word(
            "m=video 0 RTP/AVP 96", "m=video", "m=", "a=rtpmap:96 H264/90000", "a=rtpmap:96", "a=fmtp:96 packetization-mode=1",
            "a=control:", "a=control:x\u0001y", "a=fmtp:96 ;=;;sprop-parameter-sets=AA==,A", "=", "a=", "\n", "\r\n", " ", "\0")
            .Array[0, 30].Select(string.Concat);
        Gen.Select(texts, Gen.String).Sample(
            (text, rest) =>
            {
                SdpDescription description = SdpDescription.Parse(text + rest);
                if (H264Media.Find(description) is { } media)
                    Assert.DoesNotContain(media.Control ?? "", char.IsControl);
                else
                    Assert.InRange(H264Media.Reason(description).Length, 1, 100);
            },
            iter: 3000);
    }

    [Theory]
    [InlineData("rtsp://cam/live", null, "rtsp://cam/live")]
    [InlineData("rtsp://cam/live", "*", "rtsp://cam/live")]
    [InlineData("rtsp://cam/live", "", "rtsp://cam/live")]
    [InlineData("rtsp://cam/live", "trackID=1", "rtsp://cam/live/trackID=1")]
    [InlineData("rtsp://cam/live/", "trackID=1", "rtsp://cam/live/trackID=1")]
    [InlineData("rtsp://cam/live/", "/trackID=1", "rtsp://cam/live/trackID=1")]
    [InlineData("rtsp://cam/live", "/trackID=1", "rtsp://cam/live/trackID=1")]
    [InlineData("rtsp://cam/live?a=1&b=2", "trackID=1", "rtsp://cam/live?a=1&b=2/trackID=1")]
    [InlineData("rtsp://cam/live", "?ctype=video", "rtsp://cam/live?ctype=video")]
    [InlineData("rtsp://cam/live", "RTSP://10.0.0.9/a b", "RTSP://10.0.0.9/a%20b")]
    public void An_address_is_resolved_as_other_clients_do(string session, string? control, string expected) =>
        Assert.Equal(expected, ControlUrl.Resolve(session, control));

    [Theory]
    [InlineData("rtsp://10.0.0.9/live/", null, "rtsp://10.0.0.9/live/")]
    [InlineData(null, "rtsp://10.0.0.9/other", "rtsp://10.0.0.9/other")]
    [InlineData("live/", null, "rtsp://cam/live")]
    [InlineData(null, null, "rtsp://cam/live")]
    public void The_base_is_what_the_response_names(string? contentBase, string? contentLocation, string expected) =>
        Assert.Equal(expected, ControlUrl.BaseOf("rtsp://cam/live", contentBase, contentLocation));

    private static H264Media? Find(string media) => H264Media.Find(SdpDescription.Parse(Session + media));
}
