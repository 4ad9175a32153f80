using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

/// <summary>What another service says: any text may come.</summary>
public sealed class NatsAnswersTests
{
    [Theory]
    [InlineData("0", "30")]
    [InlineData("-1", "30")]
    [InlineData("253402300799999998", "30")] // a microsecond before DateTimeOffset.MaxValue
    [InlineData("9223372036854775807", "30")]
    [InlineData("1800000000000000", "-1")]
    public void What_cannot_be_true_is_none(string time, string fps) => Assert.Null(Read(time, fps));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1e-300", 1 / 3600.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("1e300", 10_000)]
    public void A_rate_is_kept_within_bounds(string fps, double expected) =>
        Assert.Equal(expected, Read("1800000000000000", fps)!.Fps);

    [Fact]
    public void Texts_have_a_longest()
    {
        string text = new string('a', 499) + "\U0001F600" + new string('b', 1_000_000);
        Assert.Equal(new string('a', 499), Read("1800000000000000", "30", text)!.Reason);
        Assert.Equal(new string('a', 499), NatsAnswers.Lease(Bytes($$"""{"variant":null,"error":"{{text}}"}"""))!.Error);
    }

    private static PublishedState? Read(string time, string fps, string reason = "") => NatsAnswers.State(Bytes($$"""
        {"instance":1,"state":"lost","reason":"{{reason}}","title":"gate","width":1,"height":1,"server_time_us":{{time}},"fps":{{fps}}}
        """));

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
