using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Starts and ends ffmpeg processes.</summary>
internal static class FfmpegProcess
{
    private const int NoSuchFile = 2;

    // Part of util-linux, so on every Debian. The kernel then ends the child when the thread that started it ends, for whatever reason.
    private const string ParentDeathSignal = "setpriv";

    /// <summary>ffmpeg would send a camera's requests to a proxy that the environment names, and with them the password.</summary>
    private static readonly string[] ProxyVariables = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

    private static readonly bool HasParentDeathSignal = OperatingSystem.IsLinux() && FfmpegProgram.IsInPath(ParentDeathSignal);

    /// <summary>Starts an ffmpeg that ends with the calling thread, which must be the connection's own.</summary>
    /// <exception cref="Win32Exception">ffmpeg is not installed, or can't be started: <see cref="ReasonOf"/>.</exception>
    public static Process Start(FfmpegCall call, Action<string> onError)
    {
        // Checked here, because setpriv would report a missing ffmpeg as a line on standard error.
        if (!FfmpegProgram.IsInstalled)
            throw new Win32Exception(NoSuchFile);
        var process = new Process { StartInfo = StartInfo(call.Arguments, call.InheritsProxy) };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                onError(line.Data);
        };
        process.Start();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Why <see cref="Start"/> has failed, in words.</summary>
    /// <returns>Null if ffmpeg is not installed.</returns>
    public static string? ReasonOf(Win32Exception failure) => failure.NativeErrorCode == NoSuchFile
        ? null
        : $"ffmpeg can't be started: {Marshal.GetPInvokeErrorMessage(failure.NativeErrorCode)}";

    /// <summary>Writes the standard input, and closes it. Blocks until ffmpeg has read most of it, or has ended.</summary>
    public static void WriteInput(Process process, IEnumerable<string> script)
    {
        try
        {
            using StreamWriter input = process.StandardInput;
            input.AutoFlush = false;
            foreach (string part in script)
                input.Write(part);
        }
        catch (IOException)
        {
            // ffmpeg has ended already. Its error output has the reason.
        }
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

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments, bool inheritsProxy)
    {
        ProcessStartInfo start = HasParentDeathSignal
            ? new(ParentDeathSignal, ["--pdeathsig", "KILL", "--", FfmpegProgram.Name, .. arguments])
            : new(FfmpegProgram.Name, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        // FfmpegErrors parses the messages, so they must be English and without colours.
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        if (!inheritsProxy)
        {
            foreach (string name in start.Environment.Keys.Where(IsProxyVariable).ToArray())
                start.Environment.Remove(name);
        }

        return start;
    }

    private static bool IsProxyVariable(string name) => ProxyVariables.Contains(name, StringComparer.OrdinalIgnoreCase);
}
