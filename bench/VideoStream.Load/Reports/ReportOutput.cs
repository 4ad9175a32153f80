using System.Text.Json;
using VideoStream.Load.Options;

namespace VideoStream.Load.Reports;

/// <summary>Writes the report in the requested form.</summary>
internal static class ReportOutput
{
    private const string StandardOutput = "-";

    public static async Task WriteAsync(LoadReport report, LoadOptions options, CancellationToken cancellationToken)
    {
        string json = JsonSerializer.Serialize(report, ReportJson.Default.LoadReport);
        if (options.JsonFile == StandardOutput)
        {
            await Console.Out.WriteLineAsync(json.AsMemory(), cancellationToken);
            return;
        }

        ReportTable.Write(report, Console.Out);
        if (options.JsonFile is { } file)
            await File.WriteAllTextAsync(file, json + "\n", cancellationToken);
    }
}
