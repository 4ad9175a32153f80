using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace VideoStream.Hosting;

/// <summary>Loads OpenCV before anything else does, to say in one line what is missing instead of with a stack trace.</summary>
internal static partial class NativeLibraries
{
    private static readonly (string File, string Package)[] SystemLibraries =
    [
        ("libgtk-3", "libgtk-3-0 (libgtk-3-0t64 on newer releases)"),
        ("libgdk-3", "libgtk-3-0 (libgtk-3-0t64 on newer releases)"),
        ("libdrm", "libdrm2"),
        ("libatomic", "libatomic1"),
    ];

    /// <summary>Loads OpenCV and sets it up for this process.</summary>
    /// <param name="problem">Why it can't be loaded, in one line that says what to install.</param>
    public static bool TryLoad([NotNullWhen(false)] out string? problem)
    {
        if (OperatingSystem.IsLinux())
        {
            // What FFmpeg and OpenCV print by themselves, we say in our own words. Only the C library's own environment reaches them.
            SetEnvironment("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
            SetEnvironment("OPENCV_LOG_LEVEL", "SILENT", 0);
            // Seconds that a read from a device waits for a frame: by default 10, for which a camera couldn't be let go.
            SetEnvironment("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1", 0);
        }

        if (!NativeLibrary.TryLoad("OpenCvSharpExtern", typeof(Mat).Assembly, null, out _))
        {
            problem = WhyNot();
            return false;
        }

        // Variants are encoded side by side, so a second level of threads within one frame would only add switches.
        Cv2.SetNumThreads(1);
        problem = null;
        return true;
    }

    private static string WhyNot()
    {
        string details = "";
        try
        {
            NativeLibrary.Load("OpenCvSharpExtern", typeof(Mat).Assembly, null);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            details = e.Message;
        }

        foreach (var (file, package) in SystemLibraries)
        {
            if (details.Contains(file, StringComparison.Ordinal))
                return $"OpenCV can't be loaded: {file} is missing. Install the package {package}, as scripts/native-deps.sh does";
        }

        string reason = details.Split('\n').FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal) && !line.Contains("OpenCvSharpExtern", StringComparison.Ordinal))
            ?? "there is no native library of it for this platform";
        return $"OpenCV can't be loaded: {reason.Trim()}";
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
