using System.Diagnostics;
using System.Globalization;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Starts and ends an ffmpeg that reads a camera and writes YUV4MPEG2 to its output.</summary>
internal static class FfmpegProcess
{
    /// <summary>After this it ends if the camera says nothing.</summary>
    public static readonly TimeSpan SocketTimeout = TimeSpan.FromSeconds(8);

    private const string Program = "ffmpeg";

    // Of util-linux, on every Debian: asks the kernel to end the child when the thread that started it ends, however that comes about.
    private const string ParentDeathSignal = "setpriv";

    // What a playlist that a camera sends may lead to: never to local files.
    private const string Protocols =
        "pipe,rtsp,rtp,srtp,udp,tcp,tls,http,https,httpproxy,crypto,rtmp,rtmpe,rtmps,rtmpt,rtmpte,rtmpts,srt,rist,mmsh,mmst";

    private static readonly bool CanDieWithUs = OperatingSystem.IsLinux() && IsInPath(ParentDeathSignal);

    /// <summary>Starts it. Called by the connection's own thread, with which the child ends.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no ffmpeg.</exception>
    public static Process Start(CameraUrl url, CameraOptions options, bool isPaced, Action<string> onError)
    {
        // Sampled for here, because setpriv's own complaint would be taken for ffmpeg's.
        if (!IsInPath(Program))
            throw new System.ComponentModel.Win32Exception(2);
        string[] arguments = [.. Arguments(url, options, isPaced)];
        var start = CanDieWithUs
            ? new ProcessStartInfo(ParentDeathSignal, ["--pdeathsig", "KILL", "--", Program, .. arguments])
            : new ProcessStartInfo(Program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        // Its words are read by us.
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";

        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                onError(line.Data);
        };
        process.Start();
        process.BeginErrorReadLine();
        try
        {
            if (IsSecret(url))
                process.StandardInput.Write(Script(url, options));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and said why.
        }

        return process;
    }

    /// <summary>Ends it at once, if it hasn't ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It is gone, and disposed of.
        }
    }

    /// <summary>The arguments, of which each is one whatever stands in it: no shell reads them.</summary>
    internal static IEnumerable<string> Arguments(CameraUrl url, CameraOptions options, bool isPaced)
    {
        string[] common = ["-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", Protocols, "-flags", "low_delay"];
        string[] pace = isPaced ? ["-re"] : [];
        string[] own = options.FfmpegInputOptions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[] input = IsSecret(url)
            ? ["-fpsprobesize", "0", "-f", "concat", "-safe", "0", .. own, "-i", "pipe:0"]
            : [.. SourceOptions(url, options).SelectMany(option => (string[])["-" + option.Name, option.Value]), .. own, "-i", url.Text];
        // Even sides, because the colours have half of each; every frame when it comes, none invented for a steady rate.
        string[] output =
        [
            "-map", "0:v:0", "-an", "-sn", "-dn", "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0", "-vsync", "passthrough",
            "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-flush_packets", "1", "pipe:1",
        ];
        return [.. common, .. pace, .. input, .. output];
    }

    /// <summary>
    /// A URL with a password goes through a pipe, as the only entry of a list (ffmpeg's concat format), because every user of the
    /// machine can read a process's arguments.
    /// </summary>
    internal static string Script(CameraUrl url, CameraOptions options)
    {
        string quoted = url.Text.Replace("'", "'\\''", StringComparison.Ordinal);
        IEnumerable<string> lines = SourceOptions(url, options).Select(option => $"option {option.Name} {option.Value}\n");
        return $"ffconcat version 1.0\nfile '{quoted}'\n{string.Concat(lines)}";
    }

    private static bool IsSecret(CameraUrl url) => url.HasCredentials || url.Text.Contains('?', StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Value)> SourceOptions(CameraUrl url, CameraOptions options)
    {
        // Doesn't wait for many frames to guess a rate that nobody asks for.
        yield return ("fpsprobesize", "0");
        if (url.Scheme is "rtsp" or "rtsps")
        {
            yield return ("rtsp_transport", options.RtspTransport == RtspTransport.Udp ? "udp" : "tcp");
            yield return ("timeout", Microseconds(SocketTimeout));
            yield return ("max_delay", "200000");
        }

        if (url.Scheme is "http" or "https")
            yield return ("rw_timeout", Microseconds(SocketTimeout));
        else
            yield return ("analyzeduration", "1000000");
    }

    private static string Microseconds(TimeSpan span) => span.TotalMicroseconds.ToString(CultureInfo.InvariantCulture);

    private static bool IsInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
