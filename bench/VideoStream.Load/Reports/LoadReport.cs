using VideoStream.Load.Measuring;
using VideoStream.Load.Options;
using VideoStream.Load.Viewers;

namespace VideoStream.Load.Reports;

/// <summary>Results of a run, within the measured time. <paramref name="OutOfOrder"/> and the ends count from the connection on.</summary>
/// <param name="Target">The stream's path and query.</param>
/// <param name="Protocol">Protocol of the stream.</param>
/// <param name="Seconds">Measured time in seconds.</param>
/// <param name="Connected">Viewers that were admitted, including the slow ones.</param>
/// <param name="Slow">Viewers that stopped reading within their first frame. They count in no figure below.</param>
/// <param name="Refused">Viewers that were not admitted.</param>
/// <param name="EndedEarly">Viewers that received frames and were then disconnected by the server.</param>
/// <param name="Ends">Number of refused and disconnected viewers for each reason.</param>
/// <param name="Frames">Frames that arrived.</param>
/// <param name="RateMin">Frames a second of the viewer with the lowest rate.</param>
/// <param name="RateMean">Mean frames a second of a viewer.</param>
/// <param name="GapMaxMs">Longest time without a frame of any viewer.</param>
/// <param name="Age">From capture to the last byte; null if the frames have no capture time.</param>
/// <param name="BytesPerFrame">Mean size of a frame.</param>
/// <param name="MbitPerSecond">Bit rate of all viewers together, in millions of bits a second.</param>
/// <param name="Texts">Text messages that arrived.</param>
/// <param name="Server">CPU and memory of the server; null if its process is unknown.</param>
/// <param name="LoadCpuPercent">CPU of this program, in percent of a core.</param>
/// <param name="OutOfOrder">Frames that came twice or after a later one. Must be 0.</param>
/// <param name="Encodes">Encodes of the service; null if it has no status.</param>
internal sealed record LoadReport(
    string Target,
    StreamProtocol Protocol,
    double Seconds,
    int Connected,
    int Slow,
    int Refused,
    int EndedEarly,
    IReadOnlyDictionary<string, int> Ends,
    long Frames,
    double RateMin,
    double RateMean,
    double GapMaxMs,
    AgeReport? Age,
    double BytesPerFrame,
    double MbitPerSecond,
    long Texts,
    ServerReport? Server,
    double LoadCpuPercent,
    long OutOfOrder,
    EncodesReport? Encodes)
{
    /// <summary>Makes the report from all measurements.</summary>
    public static LoadReport Of(
        LoadOptions options, IReadOnlyList<Viewer> viewers, MeasuredTime measured, AgeHistogram ages, Sample before, Sample after)
    {
        Viewer[] admitted = [.. viewers.Where(viewer => !viewer.IsRefused)];
        ViewerStatistics[] reading = [.. admitted.Where(viewer => !viewer.IsSlow).Select(viewer => viewer.Statistics)];
        long frames = reading.Sum(viewer => viewer.Frames);
        long bytes = reading.Sum(viewer => viewer.Bytes);
        double seconds = measured.Seconds;
        return new(
            options.Target,
            options.Protocol,
            Math.Round(seconds, 2),
            admitted.Length,
            admitted.Count(viewer => viewer.IsSlow),
            viewers.Count - admitted.Length,
            admitted.Count(viewer => viewer.End is not null),
            viewers.Where(viewer => viewer.End is not null).CountBy(viewer => viewer.End!).ToDictionary(),
            frames,
            Math.Round(reading.Select(viewer => viewer.Frames / seconds).DefaultIfEmpty().Min(), 2),
            Math.Round(reading.Select(viewer => viewer.Frames / seconds).DefaultIfEmpty().Average(), 2),
            Math.Round(reading.Select(viewer => viewer.MaxGapMs).DefaultIfEmpty().Max(), 1),
            AgeReport.Of(ages),
            frames == 0 ? 0 : Math.Round((double)bytes / frames),
            Math.Round(bytes * 8 / seconds / 1e6, 2),
            reading.Sum(viewer => viewer.Texts),
            ServerReport.Of(before.Server, after.Server, seconds, frames),
            Math.Round((after.OwnCpu - before.OwnCpu).TotalSeconds / seconds * 100, 1),
            reading.Sum(viewer => viewer.OutOfOrder),
            EncodesReport.Of(before.Status, after.Status));
    }
}
