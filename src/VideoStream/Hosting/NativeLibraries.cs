using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace VideoStream.Hosting;

/// <summary>
/// Checks at the start that OpenCV can be loaded, so that a missing library is reported in one line instead of a stack trace. It is loaded
/// when it is first used: with what it needs it takes 20 MB, and nothing of it is needed for a camera whose pictures are passed through.
/// </summary>
internal static partial class NativeLibraries
{
    private const string OpenCv = "OpenCvSharpExtern";

    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    private static readonly (string File, string Package)[] SystemLibraries =
    [
        ("libgtk-3", "libgtk-3-0 (libgtk-3-0t64 on newer releases)"),
        ("libgdk-3", "libgtk-3-0 (libgtk-3-0t64 on newer releases)"),
        ("libdrm", "libdrm2"),
        ("libatomic", "libatomic1"),
    ];

    private static readonly Lock Loading = new();
    private static nint _openCv;
    private static bool _isPrepared;

    /// <summary>Checks OpenCV, and sets it up for this process. Later calls do nothing.</summary>
    /// <param name="problem">Why OpenCV can't be loaded, in one line that says what to install.</param>
    public static bool TryPrepare([NotNullWhen(false)] out string? problem)
    {
        // Tests start several services in one process at once.
        lock (Loading)
            return TryPrepareOnce(out problem);
    }

    private static bool TryPrepareOnce([NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (_isPrepared)
            return true;
        if (OperatingSystem.IsLinux())
        {
            SetEnvironment();
            NativeMemory.LimitArenas();
        }

        string? cause = FindOpenCv() is { } file && ListNeeded(file) is { } needed ? Missing(needed) : LoadFailure();
        problem = cause is null ? null : "OpenCV can't be loaded: " + cause;
        if (problem is not null)
            return false;
        NativeLibrary.SetDllImportResolver(typeof(Mat).Assembly, (name, _, _) => name == OpenCv ? Load() : 0);
        _isPrepared = true;
        return true;
    }

    /// <summary>What is missing of the libraries that OpenCV needs; null if nothing is.</summary>
    /// <param name="needed">What <c>ldd</c> prints.</param>
    public static string? Missing(string needed)
    {
        string[] missing = [.. needed.Split('\n').Where(line => line.Contains("not found", StringComparison.Ordinal))];
        return missing.Length == 0 ? null : Cause(string.Join('\n', missing));
    }

    private static nint Load()
    {
        lock (Loading)
        {
            if (_openCv != 0)
                return _openCv;
            _openCv = NativeLibrary.Load(OpenCv, typeof(Mat).Assembly, null);
            // Variants are encoded in parallel, so threads within one frame would only add context switches.
            Cv2.SetNumThreads(1);
            return _openCv;
        }
    }

    private static string? FindOpenCv() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, $"lib{OpenCv}.so"))
            .FirstOrDefault(File.Exists);

    /// <summary>What <c>ldd</c> prints of a library; null where there is no <c>ldd</c>, or it fails.</summary>
    private static string? ListNeeded(string file)
    {
        try
        {
            var start = new ProcessStartInfo("ldd", [file]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process ldd = Process.Start(start)!;
            Task<string> printed = ldd.StandardOutput.ReadToEndAsync();
            if (ldd.WaitForExit(LongestCheck) && ldd.ExitCode == 0)
                return printed.Result;
            ldd.Kill();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // Loading it says what is wrong.
        }

        return null;
    }

    /// <summary>Sets variables in the C library's environment. OpenCV does not see those of .NET.</summary>
    private static void SetEnvironment()
    {
        // The service logs these errors itself.
        SetEnvironment("OPENCV_LOG_LEVEL", "SILENT", 0);
        // Seconds that a read from a device waits for a frame. A device can't be closed meanwhile, and the default is 10.
        SetEnvironment("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1", 0);
    }

    /// <summary>Why OpenCV can't be loaded; null if it is loaded now.</summary>
    private static string? LoadFailure()
    {
        try
        {
            NativeLibrary.Load(OpenCv, typeof(Mat).Assembly, null);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The loader's message, with a line for each file that it tried.
            return Cause(e.Message);
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
