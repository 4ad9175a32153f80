using OpenCvSharp;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Video files: one that is written here, and one that an environment variable can name.</summary>
internal static class Film
{
    /// <summary>Environment variable with the path of another video file.</summary>
    public const string Variable = "VIDEOSTREAM_TEST_FILM";

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
}
