using Microsoft.Extensions.Logging;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class CameraReaderCatalogueTests
{
    private readonly ListLogger<CameraReaderCatalogue> _log = new();
    private readonly CameraReaderCatalogue _readers;

    public CameraReaderCatalogueTests()
    {
        _readers = new CameraReaderCatalogue(TimeProvider.System, _log);
    }

    [Theory]
    [InlineData("test", null, false)]
    [InlineData("rtsp://camera/", null, true)]
    [InlineData("test", true, true)]
    [InlineData("rtsp://camera/", false, false)]
    public void The_options_override_the_source_s_default_for_on_demand(string source, bool? configured, bool isOnDemand)
    {
        Assert.Equal(isOnDemand, _readers.IsOnDemand(Camera(new CameraOptions { Source = source, OnDemand = configured })));
    }

    [Fact]
    public void Create_makes_a_new_reader_for_each_connection_and_logs_nothing()
    {
        Camera camera = Camera(new CameraOptions { Source = "film.mp4" });
        using ICameraReader one = _readers.Create(camera), other = _readers.Create(camera);
        Assert.IsType<VideoFileReader>(one);
        Assert.NotSame(one, other);
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public async Task What_auto_selects_is_logged_once()
    {
        Camera camera = Camera(new CameraOptions { Source = "auto" });
        for (int i = 0; i < 3; i++)
            _readers.IsOnDemand(camera);
        (LogLevel level, string text) = await _log.NextAsync();
        Assert.Equal(LogLevel.Information, level);
        Assert.StartsWith("Camera front: source auto selects ", text, StringComparison.Ordinal);
        Assert.Empty(_log.Rest());
    }

    private static Camera Camera(CameraOptions options) => new("front", options, TimeProvider.System);
}
