using System.Buffers.Binary;
using System.Globalization;
using OpenCvSharp;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Video files: some that are written here, and one that an environment variable can name.</summary>
internal static class Film
{
    /// <summary>Environment variable with the path of another video file.</summary>
    public const string Variable = "VIDEOSTREAM_TEST_FILM";

    /// <summary>The grey levels of the frames of <see cref="WriteLevels"/>.</summary>
    public static readonly byte[] Levels = [20, 60, 100, 140, 180];

    /// <summary>Writes a short video whose frames become brighter from first to last.</summary>
    public static void Write(string path, int frames = 20, double rate = 25, int width = 320, int height = 180)
    {
        using var writer = new VideoWriter(path, FourCC.MJPG, rate, new Size(width, height));
        Assert.True(writer.IsOpened());
        for (int i = 0; i < frames; i++)
        {
            using var frame = new Mat(height, width, MatType.CV_8UC3, Scalar.All(255.0 * i / frames));
            writer.Write(frame);
        }
    }

    /// <summary>Writes a video of five frames of one grey level each, at 25 frames a second, and a second of sound.</summary>
    /// <param name="path">The file. Its extension decides the format.</param>
    /// <param name="size">As in <c>64x48</c>.</param>
    /// <param name="options">Options of ffmpeg: the codec among others.</param>
    /// <returns>The path.</returns>
    public static string WriteLevels(string path, string size = "64x48", params string[] options)
    {
        string level = string.Join('+', Levels.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{value}*eq(N,{i})")));
        Ffmpeg.Run(
        [
            "-y", "-f", "lavfi", "-i", $"nullsrc=s={size}:r=25:d=0.2,format=gray,geq=lum='{level}',scale=out_range=tv,format=yuv420p",
            .. options, path,
        ]);
        return path;
    }

    /// <summary>Keeps only the first part of a film.</summary>
    public static void Cut(string path, double part)
    {
        using FileStream stream = File.OpenWrite(path);
        stream.SetLength((long)(stream.Length * part));
    }

    /// <summary>Makes an MP4 file say that it is to be shown turned by 90 degrees, as that of a phone that was held upright does.</summary>
    public static void TurnClockwise(string path, int height)
    {
        const int one = 1 << 16, toMatrix = 44;
        byte[] film = File.ReadAllBytes(path);
        // In the track header (ISO/IEC 14496-12): a, b, u, c, d, v, x, y, w.
        Span<byte> matrix = film.AsSpan(film.AsSpan().IndexOf("tkhd"u8) + toMatrix);
        int[] values = [0, one, 0, -one, 0, 0, height * one, 0, 1 << 30];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(matrix[(i * sizeof(int))..], values[i]);
        File.WriteAllBytes(path, film);
    }

    /// <summary>Overwrites the data of every frame of an AVI file, and keeps the headers.</summary>
    public static void Damage(string path)
    {
        byte[] film = File.ReadAllBytes(path);
        Span<byte> rest = film.AsSpan(film.AsSpan().IndexOf("movi"u8));
        for (int at = rest.IndexOf("00dc"u8); at >= 0 && rest.IndexOf("idx1"u8) > at; at = rest.IndexOf("00dc"u8))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest[(at + 4)..]);
            rest = rest[(at + 8)..];
            rest[..length].Fill(65);
            rest = rest[length..];
        }

        File.WriteAllBytes(path, film);
    }
}
