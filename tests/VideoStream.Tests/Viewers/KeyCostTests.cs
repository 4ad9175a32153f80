using VideoStream.Access;
using VideoStream.Tests.Architecture;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Viewers;

/// <summary>What a viewer may do is decided when it connects. Its frames cost the same with and without a key.</summary>
public sealed class KeyCostTests
{
    /// <summary>Types that a frame passes from the camera to the socket.</summary>
    private static readonly string[] HotTypes =
    [
        "AdaptiveSubscription", "ViewerSender", "ViewerCounters", "IFrameSink", "WebSocketSink", "DirectStream", "MjpegSink",
        "NonBlockingSocket", "StallDetector", "DirectWriter", "SocketWriter", "TlsWriter", "TlsTransport",
    ];

    private static readonly AccessGrant Keyed =
        new("ana", AccessScopes.View, new HashSet<string> { "gate" }, DateTimeOffset.MaxValue) { Revision = "1", Session = "2" };

    [Fact]
    public async Task A_frame_and_its_acknowledgement_allocate_the_same_with_and_without_a_key()
    {
        await using var open = new InlineDelivery();
        await using var keyed = new InlineDelivery(Keyed);
        Assert.Same(Keyed, keyed.Viewer.Grant);
        long before = DeliveryCost.Least(open), with = DeliveryCost.Least(keyed), after = DeliveryCost.Least(open);
        // Code that has run often is compiled again, and can allocate less then.
        Assert.InRange(with, 1, Math.Max(before, after));
    }

    [Fact]
    public async Task A_frame_is_sent_once_with_and_without_a_key()
    {
        await using var open = new InlineDelivery();
        await using var keyed = new InlineDelivery(Keyed);
        for (int i = 0; i < DeliveryCost.FramesARound; i++)
        {
            open.Deliver();
            keyed.Deliver();
        }

        Assert.Equal((DeliveryCost.FramesARound, DeliveryCost.FramesARound), (open.Sink.Frames, keyed.Sink.Frames));
    }

    /// <summary>So it takes no lock and makes no system call for keys.</summary>
    [Fact]
    public void Nothing_that_a_frame_passes_knows_keys()
    {
        SourceFile[] passed =
        [
            .. SourceFile.All.Where(file =>
                file.Path.Split('/')[0] is "Frames" or "Encoding" or "Adaptation" || HotTypes.Contains(file.Name)),
        ];
        Assert.All(HotTypes, type => Assert.Contains(passed, file => file.Name == type));
        Violations.None(
            from file in passed
            from line in file.Lines
            where line.Contains("Grant", StringComparison.Ordinal) || line.Contains("VideoStream.Access", StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}");
    }
}
