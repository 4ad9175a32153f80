using System.Globalization;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Information about processes from Linux's <c>/proc</c>.</summary>
internal static class ChildProcesses
{
    /// <summary>Ids of the child processes.</summary>
    public static int[] Of(int parent) => [.. Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int process) ? process : 0)
        .Where(process => process != 0 && Parent(process) == parent)];

    /// <summary>Arguments of a process, separated by spaces; empty if it has ended.</summary>
    public static string CommandLine(int process) => Read($"/proc/{process}/cmdline").Replace('\0', ' ');

    public static bool IsFfmpeg(int process) => CommandLine(process).StartsWith("ffmpeg", StringComparison.Ordinal);

    // pid (name) state parent …: the name can contain any characters.
    private static int Parent(int process) => Read($"/proc/{process}/stat") is { Length: > 0 } stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture)
        : 0;

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
