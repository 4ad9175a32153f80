using System.Diagnostics;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Runs ffmpeg, which the tests of network cameras need anyway.</summary>
internal static class Ffmpeg
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote to its output.</returns>
    public static byte[] Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
