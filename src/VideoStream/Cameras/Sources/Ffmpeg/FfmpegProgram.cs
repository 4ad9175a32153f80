using System.ComponentModel;
using System.Diagnostics;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>The ffmpeg that is installed.</summary>
internal static class FfmpegProgram
{
    public const string Name = "ffmpeg";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private static readonly Lock Gate = new();
    private static FfmpegVersion? _version;

    public static bool IsInstalled => IsInPath(Name);

    /// <summary>The version. ffmpeg is asked once, by the first who needs it; one that does not answer is asked again.</summary>
    public static FfmpegVersion Version
    {
        get
        {
            lock (Gate)
                return _version ?? AskVersion();
        }
    }

    /// <summary>Why ffmpeg can't be used; null if it can.</summary>
    public static CameraFault? FindFault()
    {
        if (!IsInstalled)
            return new CameraFault(CameraFaultKind.FfmpegMissing);
        return Version is { IsTooOld: true } old ? new CameraFault(CameraFaultKind.FfmpegTooOld, Detail: old.Text) : null;
    }

    /// <summary>Whether a program is in the search path.</summary>
    public static bool IsInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    private static FfmpegVersion AskVersion()
    {
        try
        {
            string? line = null;
            using var process = new Process { StartInfo = new(Name, ["-version"]) { RedirectStandardOutput = true } };
            process.OutputDataReceived += (_, output) => line ??= output.Data;
            process.Start();
            process.BeginOutputReadLine();
            if (!process.WaitForExit(AnswerTimeout))
            {
                process.Kill(entireProcessTree: true);
                return FfmpegVersion.Unknown;
            }

            // Only the overload without a timeout waits for the output.
            process.WaitForExit();
            return _version = FfmpegVersion.Parse(line);
        }
        catch (Win32Exception)
        {
            // Not there, or not a program. The start of the connection's own process reports that.
            return FfmpegVersion.Unknown;
        }
    }
}
