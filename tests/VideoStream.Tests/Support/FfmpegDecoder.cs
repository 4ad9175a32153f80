using System.Diagnostics;

namespace VideoStream.Tests.Support;

/// <summary>ffmpeg as another's H.264 decoder and encoder, in a process of its own.</summary>
internal static class FfmpegDecoder
{
    private static readonly string[] Decode = ["-f", "h264", "-i", "pipe:0", "-fps_mode", "passthrough"];

    /// <summary>Skips a test if there is no ffmpeg.</summary>
    public static void Require() => Assert.SkipUnless(IsInstalled, "ffmpeg is missing");

    private static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")));

    /// <summary>The 4:2:0 samples of all pictures of a byte stream, one after the other. Fails if ffmpeg finds anything wrong.</summary>
    public static byte[] Planes(byte[] stream) => Clean(Run(stream, [.. Decode, "-pix_fmt", "yuvj420p", "-f", "rawvideo", "pipe:1"]));

    /// <summary>Red, green and blue of all pixels of a byte stream, converted as the stream says.</summary>
    public static byte[] Rgb(byte[] stream) => Clean(Run(stream, [.. Decode, "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"]));

    /// <summary>Encodes ten pictures of ffmpeg's test pattern with x264.</summary>
    public static byte[] X264(string size, params string[] options) => Clean(Run(
        [],
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-frames:v", "10", "-s", size, "-c:v", "libx264", .. options,
            "-f", "h264", "pipe:1"]));

    /// <summary>The standard output and the errors.</summary>
    public static (byte[] Output, string Errors) Run(byte[] input, string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-threads", "1", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task write = Task.Run(() =>
        {
            using Stream to = process.StandardInput.BaseStream;
            to.Write(input);
        });
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        Limit.Within(process.StandardOutput.BaseStream.CopyToAsync(output)).GetAwaiter().GetResult();
        Limit.Within(Task.WhenAll(write, errors)).GetAwaiter().GetResult();
        return (output.ToArray(), errors.Result);
    }

    private static byte[] Clean((byte[] Output, string Errors) result)
    {
        Assert.Equal("", result.Errors);
        return result.Output;
    }
}
