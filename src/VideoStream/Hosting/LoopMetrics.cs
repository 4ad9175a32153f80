using System.Diagnostics.Metrics;

namespace VideoStream.Hosting;

/// <summary>The metrics of the background loops. They are read when they are collected.</summary>
internal sealed class LoopMetrics
{
    public const string MeterName = "VideoStream.Hosting";

    public LoopMetrics(BackgroundLoops loops, IMeterFactory meters)
    {
        meters.Create(MeterName).CreateObservableUpDownCounter(
            "videostream.loop.failed",
            () => loops.Loops.Count(loop => loop.Problem is not null),
            "{loop}",
            "Background loops that have failed and wait for their restart.");
    }
}
