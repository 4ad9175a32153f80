using System.Diagnostics;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Runs ffmpeg.</summary>
internal static class Ffmpeg
{
    /// <summary>Runs it until it ends.</summary>
    /// <returns>Its standard output.</returns>
    public static byte[] Run(string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
