using VideoStream.Load.Measuring;
using VideoStream.Load.Options;
using VideoStream.Load.Viewers;

namespace VideoStream.Load.Reports;

/// <summary>What a run found. All of it is of the measured time, but <paramref name="OutOfOrder"/> and why viewers ended.</summary>
/// <param name="Target">The stream's path and query.</param>
/// <param name="Protocol">How the pictures came.</param>
/// <param name="Seconds">How long was measured.</param>
/// <param name="Connected">Viewers that were let in, the slow ones included.</param>
/// <param name="Slow">Viewers that read nothing after the beginning of their first picture; they count in no figure below.</param>
/// <param name="Refused">Viewers that were turned away.</param>
/// <param name="EndedEarly">Viewers that had pictures and were then cut off.</param>
/// <param name="Ends">Why viewers were refused or cut off, and how many for each reason.</param>
/// <param name="Pictures">Pictures that arrived.</param>
/// <param name="RateMin">Pictures a second of the viewer with the fewest.</param>
/// <param name="RateMean">Pictures a second of a viewer, on average.</param>
/// <param name="GapMaxMs">The longest that any viewer went without a picture.</param>
/// <param name="Age">From capture to the last byte; null if the pictures don't tell.</param>
/// <param name="BytesPerPicture">Mean size of a picture.</param>
/// <param name="MbitPerSecond">Pictures of all viewers, in millions of bits a second.</param>
/// <param name="Texts">Text messages that arrived.</param>
/// <param name="Server">What it cost; null if the server's process is unknown.</param>
/// <param name="LoadCpuPercent">CPU of this program, in percent of a core.</param>
/// <param name="OutOfOrder">Pictures that came twice or after a later one. Anything but 0 is a fault of the server.</param>
/// <param name="Encodes">What the service did for it; null if it doesn't tell.</param>
internal sealed record LoadReport(
    string Target,
    StreamProtocol Protocol,
    double Seconds,
    int Connected,
    int Slow,
    int Refused,
    int EndedEarly,
    IReadOnlyDictionary<string, int> Ends,
    long Pictures,
    double RateMin,
    double RateMean,
    double GapMaxMs,
    AgeReport? Age,
    double BytesPerPicture,
    double MbitPerSecond,
    long Texts,
    ServerReport? Server,
    double LoadCpuPercent,
    long OutOfOrder,
    EncodesReport? Encodes)
{
    /// <summary>Puts together what was measured.</summary>
    public static LoadReport Of(
        LoadOptions options, IReadOnlyList<Viewer> viewers, MeasuredTime measured, AgeHistogram ages, Sample before, Sample after)
    {
        Viewer[] admitted = [.. viewers.Where(viewer => !viewer.IsRefused)];
        ViewerStatistics[] reading = [.. admitted.Where(viewer => !viewer.IsSlow).Select(viewer => viewer.Statistics)];
        long pictures = reading.Sum(viewer => viewer.Pictures);
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
            pictures,
            Math.Round(reading.Select(viewer => viewer.Pictures / seconds).DefaultIfEmpty().Min(), 2),
            Math.Round(reading.Select(viewer => viewer.Pictures / seconds).DefaultIfEmpty().Average(), 2),
            Math.Round(reading.Select(viewer => viewer.MaxGapMs).DefaultIfEmpty().Max(), 1),
            AgeReport.Of(ages),
            pictures == 0 ? 0 : Math.Round((double)bytes / pictures),
            Math.Round(bytes * 8 / seconds / 1e6, 2),
            reading.Sum(viewer => viewer.Texts),
            ServerReport.Of(before.Server, after.Server, seconds, pictures),
            Math.Round((after.OwnCpu - before.OwnCpu).TotalSeconds / seconds * 100, 1),
            reading.Sum(viewer => viewer.OutOfOrder),
            EncodesReport.Of(before.Status, after.Status));
    }
}
