using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class SourceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("videostream-");
    private readonly ObservedTime _time = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("auto", CameraSourceKind.Auto, "")]
    [InlineData(" AUTO ", CameraSourceKind.Auto, "")]
    [InlineData("test", CameraSourceKind.TestPattern, "")]
    [InlineData("/dev/v4l/by-id/cam", CameraSourceKind.Device, "/dev/v4l/by-id/cam")]
    [InlineData("films/car.mp4", CameraSourceKind.VideoFile, "films/car.mp4")]
    [InlineData("2024", CameraSourceKind.Device, "/dev/video2024")]
    [InlineData("20240101", CameraSourceKind.VideoFile, "20240101")]
    [InlineData("rtsp://user:word@host/path", CameraSourceKind.Url, "rtsp://user:word@host/path")]
    public void A_source_is_read(string text, object kind, string address)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || address.StartsWith("/dev/video", StringComparison.Ordinal) is false, "devices have paths on Linux");
        Assert.Equal(new CameraSource((CameraSourceKind)kind, address), CameraSource.Parse(text));
    }

    [Fact]
    public void An_empty_source_is_none() => Assert.Null(CameraSource.Parse("  "));

    [Fact]
    public async Task The_test_pattern_comes_at_exactly_its_rate_and_no_two_pictures_are_the_same()
    {
        var pattern = new TestPattern(new CameraOptions { Width = 320, Height = 180, FrameRate = 30 }, _time);
        Assert.Null(pattern.Open());
        using Mat before = new(), after = new();
        List<TimeSpan> waits = await _time.RunAsync(() =>
        {
            for (int number = 1; number <= 31; number++)
            {
                Assert.Null(pattern.Grab(CancellationToken.None));
                Assert.True(pattern.Retrieve(after, new Capture(number, _time.GetTimestamp(), _time.GetUtcNow())));
                Assert.True(number == 1 || Pictures.Difference(before, after) != default, "the picture stood still");
                after.CopyTo(before);
            }
        });
        // Thirty intervals, each wait rounded up to a millisecond, and none of the rounding added up.
        Assert.InRange(waits.Sum(wait => wait.TotalMilliseconds), 1000, 1001);
        pattern.Close();
    }

    [Fact]
    public async Task A_film_is_played_at_its_own_rate_and_over_and_over()
    {
        string path = WriteFilm(pictures: 5, rate: 20);
        var film = new VideoFile(path, _time);
        Assert.Null(film.Open());
        var levels = new List<int>();
        using var picture = new Mat();
        List<TimeSpan> waits = await _time.RunAsync(() =>
        {
            for (int i = 0; i < 11; i++)
            {
                Assert.Null(film.Grab(CancellationToken.None));
                Assert.True(film.Retrieve(picture, default));
                levels.Add((int)Math.Round(Cv2.Mean(picture).Val0 / 40));
            }
        });
        Assert.Equal([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1], levels);
        Assert.Equal(500, waits.Sum(wait => wait.TotalMilliseconds), tolerance: 2);
        film.Close();
    }

    [Fact]
    public async Task A_film_that_is_removed_while_it_plays_ends_with_a_reason()
    {
        string path = WriteFilm(pictures: 3, rate: 20);
        var film = new VideoFile(path, _time);
        Assert.Null(film.Open());
        File.Delete(path);
        string? reason = null;
        await _time.RunAsync(() =>
        {
            for (int i = 0; i < 10 && reason is null; i++)
                reason = film.Grab(CancellationToken.None);
        });
        Assert.Equal($"no such file: {path}", reason);
        film.Close();
    }

    [Fact]
    public void What_is_no_film_is_told_why()
    {
        string Why(string path) => new VideoFile(path, _time).Open() ?? new VideoFile(path, _time).Grab(CancellationToken.None)!;
        string empty = Path("empty.mp4"), text = Path("text.mp4"), missing = Path("missing.mp4");
        File.WriteAllBytes(empty, []);
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("no film at all ", 1000)));
        Assert.Equal($"{empty} is empty", Why(empty));
        Assert.Equal($"{text} is not a video that can be read", Why(text));
        Assert.Equal($"no such file: {missing}", Why(missing));
        Assert.Equal($"{_directory.FullName} is a directory, not a video", Why(_directory.FullName));
    }

    [Fact]
    public void A_device_that_is_not_there_or_is_no_camera_is_told_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "V4L2 is Linux's");
        Assert.Equal("no such device: /dev/video987", V4l2.WhyUnusable("/dev/video987"));
        Assert.Equal("/dev/null is not a camera: it doesn't capture video", V4l2.WhyUnusable("/dev/null"));
        Assert.Equal("no such device: /dev/video987", new Device("/dev/video987", new CameraOptions()).Open());
    }

    private string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    private string WriteFilm(int pictures, double rate)
    {
        string path = Path("film.avi");
        using var writer = new VideoWriter(path, FourCC.MJPG, rate, new Size(64, 48));
        for (int i = 1; i <= pictures; i++)
        {
            using var picture = new Mat(48, 64, MatType.CV_8UC3, Scalar.All(40 * i));
            writer.Write(picture);
        }

        return path;
    }
}
