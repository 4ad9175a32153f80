using System.Buffers.Binary;
using OpenCvSharp;

namespace VideoStream.Tests.Support;

/// <summary>A folder for a test's files, and a short film: five frames of one grey level each, at 25 frames per second.</summary>
internal sealed class Film : IDisposable
{
    public static readonly byte[] Levels = [20, 60, 100, 140, 180];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videostream-test-");

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes the film and returns its path.</summary>
    public string Write(string name = "film.avi")
    {
        string path = PathOf(name);
        using var writer = new VideoWriter(
            path, VideoCaptureAPIs.OPENCV_MJPEG, VideoWriter.FourCC('M', 'J', 'P', 'G'), 25, new Size(64, 48));
        Assert.True(writer.IsOpened());
        foreach (byte level in Levels)
        {
            using var frame = new Mat(48, 64, MatType.CV_8UC3, Scalar.All(level));
            writer.Write(frame);
        }

        return path;
    }

    /// <summary>Keeps only the first part of a film.</summary>
    public static void Cut(string path, double part)
    {
        using FileStream stream = File.OpenWrite(path);
        stream.SetLength((long)(stream.Length * part));
    }

    /// <summary>Overwrites the data of every frame, and keeps the headers.</summary>
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

    public void Dispose() => _folder.Delete(recursive: true);
}
