using System.ComponentModel;
using System.Diagnostics;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Starts and ends ffmpeg processes.</summary>
internal static class FfmpegProcess
{
    private const string Program = "ffmpeg";
    private const int NoSuchFile = 2;

    // Part of util-linux, so on every Debian. The kernel then ends the child when the thread that started it ends, for whatever reason.
    private const string ParentDeathSignal = "setpriv";

    private static readonly bool HasParentDeathSignal = OperatingSystem.IsLinux() && IsInPath(ParentDeathSignal);

    /// <summary>Starts an ffmpeg that ends with the calling thread, which must be the connection's own.</summary>
    /// <exception cref="Win32Exception">ffmpeg is not installed.</exception>
    public static Process Start(CameraUrl url, CameraOptions options, bool isPaced, Action<string> onError)
    {
        // Checked here, because setpriv would report a missing ffmpeg as a line on standard error.
        if (!IsInPath(Program))
            throw new Win32Exception(NoSuchFile);
        var process = new Process { StartInfo = StartInfo([.. FfmpegArguments.Create(url, options, isPaced)]) };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                onError(line.Data);
        };
        process.Start();
        process.BeginErrorReadLine();
        WriteInput(process, FfmpegArguments.IsSecret(url) ? FfmpegArguments.Script(url, options) : "");
        return process;
    }

    /// <summary>Ends the process at once, if it still runs.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // The process has ended and is disposed.
        }
    }

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        ProcessStartInfo start = HasParentDeathSignal
            ? new(ParentDeathSignal, ["--pdeathsig", "KILL", "--", Program, .. arguments])
            : new(Program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        // FfmpegErrors parses the messages, so they must be English and without colours.
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        return start;
    }

    private static void WriteInput(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // ffmpeg has ended already. Its error output has the reason.
        }
    }

    private static bool IsInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
