using VideoStream.Encoding;
using VideoStream.Adaptation;
using VideoStream.Configuration;

namespace VideoStream.Tests.Adaptation;

/// <summary>A viewer on a short way that carries a hundred times what is sent, which nothing hinders.</summary>
public sealed class LinkControllerTests
{
    private const int Bytes = 1_000;

    private static readonly RenditionRequest RenditionRequest = new(new Rendition(VariantEncoding.Jpeg(80), null, 30), null, Adaptive: false, IsCamerasOwn: false);

    private readonly LinkController _link = new(new AdaptiveOptions(), 80, _ => Bytes);
    private int _sent;

    public LinkControllerTests()
    {
        Look(acknowledged: 0, at: 0);
        Send(at: 0, bytes: 302_920);
        Look(acknowledged: 302_920, at: 500);
    }

    [Fact]
    public void Is_sent_four_frames_without_anybody_being_asked()
    {
        for (int i = 0; i < 4; i++)
        {
            Assert.True(_link.IsUnhindered);
            Send(at: 500 + (33 * i));
        }

        Assert.False(_link.IsUnhindered);
        Assert.True(_link.IsSampleDue);
    }

    [Fact]
    public void Acknowledgements_of_such_frames_are_known_and_end_it()
    {
        for (int i = 0; i < 4; i++)
            Send(at: 500 + (33 * i));
        Assert.True(_link.TryAcknowledge(3, Ms(570)));
        Assert.False(_link.TryAcknowledge(2, Ms(570)), "it was acknowledged with a later one");
        Assert.False(_link.TryAcknowledge(6, Ms(570)), "it was never sent");
        Assert.True(_link.TryAcknowledge(5, Ms(610)));
        Assert.False(_link.IsUnhindered);
    }

    [Fact]
    public void What_such_frames_were_is_known_when_it_is_looked_at()
    {
        for (int i = 0; i < 4; i++)
            Send(at: 500 + (33 * i));
        double before = Age();
        Look(acknowledged: 302_920 + (4 * Bytes), at: 650);
        // The first frame took a tenth of a second. The last of these was sent a fifth of one after it was captured, and the way takes half a millisecond.
        Assert.InRange(Age(), 200.5, before - 1);
    }

    private double Age() => _link.Report(isOverloaded: false).AgeMs!.Value;

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    private void Send(int at, int bytes = Bytes)
    {
        _link.Sending(new SentFrame(++_sent, bytes, Ms(at - 200), Ms(at)));
    }

    private void Look(long acknowledged, int at) => _link.Choose(
        RenditionRequest,
        30,
        new TcpSnapshot
        {
            Acknowledged = acknowledged,
            BytesInFlight = 0,
            Busy = acknowledged == 0 ? TimeSpan.Zero : Ms(101),
            ReceiverLimited = TimeSpan.Zero,
            ShortestRoundTrip = Ms(1),
            Retransmitted = 0,
            Segment = 1460,
            InSlowStart = false,
        },
        isOverloaded: false,
        Ms(at),
        out _);
}
