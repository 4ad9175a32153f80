using Microsoft.Extensions.Logging;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Files;
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

    [Theory]
    [InlineData("test")]
    [InlineData("film.mp4")]
    [InlineData("rtsp://camera/")]
    public void A_source_that_leaves_no_choice_has_no_better_one(string source)
    {
        Assert.False(_readers.TryReselect(Camera(new CameraOptions { Source = source })));
        Assert.Empty(_log.Rest());
    }

    [Theory]
    [InlineData("/nowhere/film.mp4", "no such file: /nowhere/film.mp4")]
    [InlineData("/dev/video9999", "no such device: /dev/video9999")]
    public async Task A_source_that_is_missing_is_known_without_opening_it(string source, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices have a path on Linux only");
        CameraFault? fault = await FindFaultAsync(source);
        Assert.StartsWith(reason, fault?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("http://unknown.invalid/")]
    [InlineData("/dev/null")]
    public async Task What_only_opening_would_show_is_no_known_fault(string source)
    {
        Assert.Null(await FindFaultAsync(source));
    }

    private Task<CameraFault?> FindFaultAsync(string source) =>
        _readers.FindFaultAsync(Camera(new CameraOptions { Source = source }), TestContext.Current.CancellationToken);

    private static Camera Camera(CameraOptions options) => new("front", options, TimeProvider.System);
}
