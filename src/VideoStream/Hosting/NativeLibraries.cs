using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace VideoStream.Hosting;

/// <summary>Loads OpenCV first, so that a missing library is reported in one line instead of a stack trace.</summary>
internal static partial class NativeLibraries
{
    private const string OpenCv = "OpenCvSharpExtern";

    private static readonly (string File, string Package)[] SystemLibraries =
    [
        ("libgtk-3", "libgtk-3-0 (libgtk-3-0t64 on newer releases)"),
        ("libgdk-3", "libgtk-3-0 (libgtk-3-0t64 on newer releases)"),
        ("libdrm", "libdrm2"),
        ("libatomic", "libatomic1"),
    ];

    /// <summary>Loads OpenCV and sets it up for this process.</summary>
    /// <param name="problem">Why OpenCV can't be loaded, in one line that says what to install.</param>
    public static bool TryLoad([NotNullWhen(false)] out string? problem)
    {
        if (OperatingSystem.IsLinux())
        {
            SetEnvironment();
            NativeMemory.LimitArenas();
        }

        if (!NativeLibrary.TryLoad(OpenCv, typeof(Mat).Assembly, null, out _))
        {
            problem = "OpenCV can't be loaded: " + Cause(LoadError());
            return false;
        }

        // Variants are encoded in parallel, so threads within one frame would only add context switches.
        Cv2.SetNumThreads(1);
        problem = null;
        return true;
    }

    /// <summary>Sets variables in the C library's environment. OpenCV does not see those of .NET.</summary>
    private static void SetEnvironment()
    {
        // The service logs these errors itself.
        SetEnvironment("OPENCV_LOG_LEVEL", "SILENT", 0);
        // Seconds that a read from a device waits for a frame. A device can't be closed meanwhile, and the default is 10.
        SetEnvironment("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1", 0);
    }

    /// <summary>The loader's message, with a line for each file that it tried.</summary>
    private static string LoadError()
    {
        try
        {
            NativeLibrary.Load(OpenCv, typeof(Mat).Assembly, null);
            return "";
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message;
        }
    }

    private static string Cause(string loadError)
    {
        foreach (var (file, package) in SystemLibraries)
        {
            if (loadError.Contains(file, StringComparison.Ordinal))
                return $"{file} is missing. Install the package {package}, as scripts/native-deps.sh does";
        }

        // Lines about OpenCV's own file only say that it is not in a folder.
        return loadError.Split('\n').FirstOrDefault(IsOtherLibrary)?.Trim() ?? "there is no native library of it for this platform";
    }

    private static bool IsOtherLibrary(string line) =>
        line.Contains(".so", StringComparison.Ordinal) && !line.Contains(OpenCv, StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
