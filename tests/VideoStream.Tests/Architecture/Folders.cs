namespace VideoStream.Tests.Architecture;

/// <summary>The folders of <c>src/VideoStream</c> and their order.</summary>
internal static class Folders
{
    /// <summary>
    /// From the lowest up. A folder uses itself and the rows above it. Folders in one row do not use each other. A folder includes its
    /// subfolders unless they have a row: <c>Cameras</c> and <c>Cameras/Sources</c> may use each other, and <c>Transports/Tcp</c> is part
    /// of <c>Transports</c>.
    /// </summary>
    private static readonly string[][] Rows =
    [
        ["Configuration"],
        ["Frames"],
        ["Cameras"],
        ["Encoding"],
        ["Adaptation"],
        ["Access"],
        ["Viewers"],
        ["Transports"],
        ["Transports.WebSockets", "Transports.Mjpeg", "Transports.Snapshot", "Relay"],
        ["Status"],
        ["Hosting"],
    ];

    public static IEnumerable<string> All => Rows.SelectMany(row => row);

    /// <summary>Whether a folder may use another one, or itself.</summary>
    public static bool MayUse(string folder, string used) => folder == used || Row(used) < Row(folder);

    /// <summary>The folder of a namespace; the namespace itself if no folder has it.</summary>
    public static string Of(string name) =>
        All.Where(folder => $"{name}.".StartsWith($"VideoStream.{folder}.", StringComparison.Ordinal)).MaxBy(folder => folder.Length)
        ?? name;

    private static int Row(string folder) => Array.FindIndex(Rows, row => row.Contains(folder));
}
