using System.Diagnostics;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Runs ffmpeg.</summary>
internal static class Ffmpeg
{
    /// <summary>Makes a film of 320x240 pixels and two seconds.</summary>
    public static Task<byte[]> FilmAsync(TemporaryDirectory folder)
    {
        Run(
        [
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-pix_fmt", "yuv420p", "-movflags", "+faststart",
            folder.Path("film.mp4"),
        ]);
        return File.ReadAllBytesAsync(folder.Path("film.mp4"), TestContext.Current.CancellationToken);
    }

    /// <summary>Makes a playlist, <c>live.m3u8</c>, of four parts of 320x240 pixels and a second each.</summary>
    public static void MakePlaylist(TemporaryDirectory folder)
    {
        Run(
        [
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4", "-pix_fmt", "yuv420p", "-g", "25",
            "-hls_time", "1", "-hls_list_size", "0", folder.Path("live.m3u8"),
        ]);
    }

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
