using VideoStream.Adaptation;
using VideoStream.Encoding;

namespace VideoStream.Tests.Adaptation;

/// <summary>Viewers on a simulated link, and what they have seen.</summary>
public abstract class SimulatedLink
{
    private protected static Rendition Full { get; } = new(VariantEncoding.Jpeg(80), null, 30);

    private protected SimulatedWire Wire { get; } = new();

    private protected static double Rate(SimulatedViewer viewer, double from, double to) => viewer.Between(from, to).Length / (to - from);

    /// <summary>The age that a share of the frames is under, in milliseconds.</summary>
    private protected static double Age(SimulatedViewer viewer, double from, double to, double share)
    {
        double[] ages = [.. viewer.Between(from, to).Select(frame => frame.Age.TotalMilliseconds).Order()];
        Assert.NotEmpty(ages);
        return ages[(int)((ages.Length - 1) * share)];
    }

    private protected static int Changes(SimulatedViewer viewer, double from, double to)
    {
        ShownFrame[] shown = viewer.Between(from, to);
        return shown.Zip(shown.Skip(1)).Count(pair => pair.First.Rendition != pair.Second.Rendition);
    }

    private protected static Rendition[] Renditions(IEnumerable<ShownFrame> shown) =>
        [.. shown.Select(frame => frame.Rendition).Distinct()];

    private protected static int Pixels(Rendition rendition) =>
        rendition.MaxSize is { } maxSize ? maxSize.Width * maxSize.Height : 1280 * 720;

    private protected SimulatedViewer Watch(bool acknowledges, double seconds)
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = acknowledges };
        Run(viewer, seconds);
        return viewer;
    }

    private protected void Run(SimulatedViewer viewer, double seconds) => Run([viewer], seconds);

    private protected void Run(SimulatedViewer[] viewers, double seconds)
    {
        TimeSpan end = Wire.Now + TimeSpan.FromSeconds(seconds);
        while (Wire.Now < end)
        {
            Wire.Advance();
            foreach (SimulatedViewer viewer in viewers)
                viewer.Advance();
        }
    }
}
