using System.Diagnostics;
using System.Globalization;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>Frames of a film as ffmpeg decodes them.</summary>
internal static class FilmFrames
{
    private const string Exact = "accurate_rnd+full_chroma_int+full_chroma_inp";

    /// <summary>Finds the size, and whether the film says that its colours are BT.709.</summary>
    public static (PictureSize Size, VideoColours Colours) Probe(string film)
    {
        string[] found = Text(
            "ffprobe", "-select_streams", "v:0", "-show_entries", "stream=width,height,color_range,color_space", "-of", "csv=p=0", film)
            .Trim().Split(',');
        var size = new PictureSize(
            int.Parse(found[0], CultureInfo.InvariantCulture), int.Parse(found[1], CultureInfo.InvariantCulture));
        ColourMatrix matrix = found.Contains("bt709") ? ColourMatrix.Bt709 : ColourMatrix.Bt601;
        return (size, new VideoColours(IsFullRange: found.Contains("pc"), matrix));
    }

    /// <summary>The true frames: blue, green and red of each pixel, resized as exactly as ffmpeg can.</summary>
    public static byte[] True(string film, PictureSize size, int frames) =>
        Raw(film, frames, $"scale={size.Width}:{size.Height}:flags=area+{Exact},format=bgr24");

    /// <summary>Blue, green and red, as ffmpeg converts them if nobody says how.</summary>
    public static byte[] Bgr(string film, int frames) => Raw(film, frames, "format=bgr24");

    /// <summary>The samples of the film itself.</summary>
    public static byte[] Planes(string film, int frames) => Raw(film, frames, "format=yuv420p|yuvj420p");

    private static byte[] Raw(string film, int frames, string filter) => Output(
        "ffmpeg", "-nostdin", "-i", film, "-frames:v", frames.ToString(CultureInfo.InvariantCulture), "-vf", filter,
        "-f", "rawvideo", "pipe:1");

    private static string Text(string program, params string[] arguments) =>
        System.Text.Encoding.ASCII.GetString(Output(program, arguments));

    private static byte[] Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, ["-v", "error", .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{program} failed with {process.ExitCode}");
    }
}
