using System.Text.RegularExpressions;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Collects ffmpeg's error output while it runs, and makes a fault of it when it has ended.</summary>
/// <param name="options">The options of the camera.</param>
/// <param name="version">The version of ffmpeg.</param>
/// <param name="time">The clock.</param>
internal abstract partial class FfmpegErrors(CameraOptions options, FfmpegVersion version, TimeProvider time)
{
    private const int MaxLines = 20, MaxLineLength = 300;

    /// <summary>What ffmpeg said earlier before its end, it has survived.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(30);

    /// <summary>Beginnings of lines that ffmpeg ends with, whatever the cause was.</summary>
    private static readonly string[] Endings =
        ["Error marking filters as finished", "Cannot determine format of input stream", "Conversion failed", "Last message repeated"];

    private readonly Lock _gate = new();
    private readonly Queue<(string Text, long At)> _lines = new();
    private long? _endedAt;

    /// <summary>Why ffmpeg ended.</summary>
    public CameraFault Fault
    {
        get
        {
            lock (_gate)
            {
                // It may be asked for again later.
                long end = _endedAt ??= time.GetTimestamp();
                string[] lines = [.. _lines.Where(line => time.GetElapsedTime(line.At, end) <= LastWords).Select(line => line.Text)];
                return lines.Select(line => UnknownOption().Match(line)).FirstOrDefault(match => match.Success) is { } unknown
                    ? OfUnknownOption(unknown.Groups["name"].Value)
                    : FaultOf(lines);
            }
        }
    }

    /// <summary>Adds a line of ffmpeg's error output.</summary>
    public void Add(string line)
    {
        // A decoder's message about a single frame is not why ffmpeg ends.
        if (line.StartsWith("[h264 ", StringComparison.Ordinal) || line.StartsWith("[hevc ", StringComparison.Ordinal)
            || Endings.Any(ending => line.AsSpan().TrimStart().StartsWith(ending, StringComparison.Ordinal)))
            return;
        lock (_gate)
        {
            _lines.Enqueue((line.Length > MaxLineLength ? line[..MaxLineLength] : line, time.GetTimestamp()));
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
        }
    }

    /// <summary>Finds the first message that a line contains.</summary>
    /// <returns>The kind of its fault, and the line; null if there is none.</returns>
    protected static (CameraFaultKind Kind, string Line)? Find(
        IReadOnlyCollection<string> lines, IEnumerable<(string Message, CameraFaultKind Kind)> messages)
    {
        foreach ((string message, CameraFaultKind kind) in messages)
        {
            if (lines.FirstOrDefault(line => line.Contains(message, StringComparison.OrdinalIgnoreCase)) is { } line)
                return (kind, line);
        }

        return null;
    }

    /// <summary>Makes a fault of what ffmpeg wrote last.</summary>
    /// <param name="lines">The lines, the oldest first. There may be none.</param>
    protected abstract CameraFault FaultOf(IReadOnlyCollection<string> lines);

    /// <summary>The operator's own options are only blamed for an option that is one of them.</summary>
    private CameraFault OfUnknownOption(string name) =>
        options.FfmpegInputOptions.Split((char[]?)null).Contains("-" + name, StringComparer.Ordinal)
            ? new(CameraFaultKind.UnknownFfmpegOption, Detail: "-" + name)
            : new(CameraFaultKind.FfmpegIncompatible, version.Text, "-" + name);

    [GeneratedRegex(@"(Unrecognized option '|Option )(?<name>[A-Za-z0-9_:]+)('\.| not found\.)")]
    private static partial Regex UnknownOption();
}
