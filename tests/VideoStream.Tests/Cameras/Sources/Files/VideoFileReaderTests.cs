using VideoStream.Cameras.Sources.Files;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Files;

/// <summary>Faults that are found before ffmpeg is started. What it plays is tested from end to end.</summary>
public sealed class VideoFileReaderTests : IDisposable
{
    private readonly TestDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_a_fault_with_its_full_path()
    {
        string path = _folder.Path("missing.mp4");
        Assert.Equal($"no such file: {path}", Open(path));
        Assert.Equal($"no such file: {Path.GetFullPath("missing.mp4")}", Open("missing.mp4"));
    }

    [Fact]
    public void An_empty_file_is_a_fault()
    {
        string path = _folder.Path("empty.mp4");
        File.Create(path).Dispose();
        Assert.Equal($"{path} is empty", Open(path));
    }

    [Fact]
    public void A_directory_is_a_fault()
    {
        string path = _folder.Path("films");
        Directory.CreateDirectory(path);
        Assert.Equal($"{path} is a directory, not a video", Open(path));
    }

    private static string? Open(string path) =>
        new VideoFileReader(path, new CameraOptions(), TimeProvider.System).Open(TestContext.Current.CancellationToken).Fault?.Text;
}
