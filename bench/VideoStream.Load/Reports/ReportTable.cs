using System.Globalization;

namespace VideoStream.Load.Reports;

/// <summary>The report for people: one line a figure. Unknown figures are left out.</summary>
internal static class ReportTable
{
    private const int LabelWidth = 38;

    public static void Write(LoadReport report, TextWriter output)
    {
        foreach (var (label, value) in Rows(report).Concat(CostRows(report)))
            output.WriteLine($"{label.PadRight(LabelWidth)}  {value}");
    }

    private static IEnumerable<(string Label, string Value)> Rows(LoadReport report)
    {
        yield return ("stream", Text($"{report.Target}, {report.Seconds:0.0} s"));
        yield return ("viewers connected / refused", Text($"{report.Connected} / {report.Refused}"));
        if (report.Slow > 0)
            yield return ("  of these, reading nothing", Text($"{report.Slow}"));
        if (report.EndedEarly > 0)
            yield return ("  of these, disconnected", Text($"{report.EndedEarly}"));
        foreach (var (reason, count) in report.Ends)
            yield return ("  " + reason, Text($"{count}"));
        yield return ("frames", Text($"{report.Frames}"));
        yield return ("frames/s a viewer, min / mean", Text($"{report.RateMin:0.00} / {report.RateMean:0.00}"));
        yield return ("largest gap, ms", Text($"{report.GapMaxMs:0.0}"));
        if (report.Age is { } age)
            yield return ("age p50 / p95 / p99 / max, ms", Text($"{age.P50Ms:0.0} / {age.P95Ms:0.0} / {age.P99Ms:0.0} / {age.MaxMs:0.0}"));
        yield return ("out of order or twice", Text($"{report.OutOfOrder}"));
        yield return ("bytes a frame", Text($"{report.BytesPerFrame:0}"));
        yield return ("Mbit/s in total", Text($"{report.MbitPerSecond:0.0}"));
        if (report.Texts > 0)
            yield return ("text messages", Text($"{report.Texts}"));
    }

    private static IEnumerable<(string Label, string Value)> CostRows(LoadReport report)
    {
        if (report.Server is { } server)
        {
            yield return ("server CPU, % of a core", Text($"{server.CpuPercent:0.0}"));
            if (server.ChildrenCpuPercent > 0)
                yield return ("CPU of the server's children, % of a core", Text($"{server.ChildrenCpuPercent:0.0}"));
            if (server.CpuUsPerFrame is { } each)
                yield return ("server CPU a delivered frame, µs", Text($"{each:0.0}"));
            yield return ("server memory, MB", Text($"{server.MemoryMb:0.0}"));
        }

        yield return ("this program's CPU, % of a core", Text($"{report.LoadCpuPercent:0.0}"));
        if (report.Encodes is { } encodes)
            yield return ("encodes a captured frame", Text($"{encodes.PerCaptured:0.00} ({encodes.Encoded} / {encodes.Captured})"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
