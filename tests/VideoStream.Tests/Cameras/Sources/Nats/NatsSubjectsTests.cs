using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class NatsSubjectsTests
{
    private const string Variant = "jpeg.80.plain.full";

    private readonly NatsSubjects _subjects = new("site.a", "gate");

    [Fact]
    public void Read_QuestionOfARelay_IsKnown()
    {
        Assert.Equal((NatsQuestion.State, ""), _subjects.Read(_subjects.State));
        Assert.Equal((NatsQuestion.Lease, Variant), _subjects.Read(_subjects.Lease(Variant)));
        Assert.Equal((NatsQuestion.Release, Variant), _subjects.Read(_subjects.Release(Variant)));
        Assert.Equal((NatsQuestion.KeyFrame, Variant), _subjects.Read(_subjects.KeyFrame(Variant)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("site.a.gate.ask.other")]
    [InlineData("site.a.yard.ask.state")]
    [InlineData("site.a.gate.frames.jpeg.80.plain.full")]
    public void Read_AnythingElse_IsUnknown(string subject)
    {
        Assert.Equal(NatsQuestion.Unknown, _subjects.Read(subject).Question);
    }

    [Theory]
    [InlineData("_INBOX.a.b", true)]
    [InlineData("_INBOX_relay.a", true)]
    [InlineData("site.a.gate.takeover", false)]
    [InlineData("$SYS.REQ.SERVER.PING", false)]
    [InlineData(null, false)]
    public void IsInbox_OnlyWhereAnswersGo(string? subject, bool expected)
    {
        Assert.Equal(expected, NatsSubjects.IsInbox(subject));
    }

    [Fact]
    public void Frames_Variant_IsBesideTheQuestions()
    {
        Assert.Equal("site.a.gate.frames.jpeg.80.plain.full", _subjects.Frames(Variant));
    }
}
