using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>The rules of downgrades and upgrades, one by one. A frame in full size has 1,000 bytes for each point of its quality.</summary>
public abstract class RungSelection
{
    protected RungSelection()
    {
        Rungs = new RungSelector(Options, rendition => DemandOf(rendition));
        Ladder = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(80), null, 30), new PictureSize(1280, 720), Options);
    }

    private protected AdaptiveOptions Options { get; } = new();

    private protected RungSelector Rungs { get; }

    private protected RenditionLadder Ladder { get; }

    /// <summary>The estimated bytes a second of a rendition.</summary>
    private protected Func<Rendition, double> DemandOf { get; set; } = Demand;

    private protected TimeSpan Now { get; set; } = TimeSpan.FromSeconds(100);

    private protected static double Demand(Rendition rendition)
    {
        double area = rendition.MaxSize is { } size ? (double)(size.Width * size.Height) / (1280 * 720) : 1;
        return area * rendition.Encoding.Quality * 1000 * rendition.Rate;
    }

    /// <summary>A viewer that had its best rendition for long is downgraded to what a link carries.</summary>
    private protected void Downgrade(double carries)
    {
        Rungs.Start(0, Now);
        Now += TimeSpan.FromSeconds(30);
        Deliver(300);
        Assert.True(Select(carries));
    }

    /// <summary>Frames arrive for some seconds or until the rung changes. Returns whether it does.</summary>
    private protected bool After(double seconds, double delayMs, double carries)
    {
        bool changed = false;
        TimeSpan end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end && !changed)
        {
            TimeSpan left = end - Now;
            Now += left < TimeSpan.FromMilliseconds(100) ? left : TimeSpan.FromMilliseconds(100);
            Deliver(delayMs);
            changed = Select(carries);
        }

        return changed;
    }

    private protected bool Select(double carries) => Rungs.Select(Ladder, new(carries, carries), Now);

    private protected void Deliver(double delayMs, double expectedMs = 0) =>
        Rungs.OnDelivered(Delivery(delayMs), TimeSpan.Zero, TimeSpan.FromMilliseconds(expectedMs));

    private protected Delivery Delivery(double delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        return new Delivery(Now, 1000, delay, delay, delay);
    }
}
