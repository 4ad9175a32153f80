using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraRegistryTests
{
    private readonly CameraRegistry _cameras = new(
        Options.Create(Configured.With("Cameras:front:Source=test", "Cameras:back:Source=film.mp4", "DefaultCamera=Front")), TimeProvider.System);

    [Theory]
    [InlineData("back", "back")]
    [InlineData("BACK", "back")]
    [InlineData(null, "front")]
    public void TryFind_a_name_in_any_case_or_none_for_the_default(string? name, string found)
    {
        Assert.True(_cameras.TryFind(name, out Camera? camera));
        Assert.Equal(found, camera.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("side")]
    public void TryFind_a_name_that_is_not_there_fails(string name)
    {
        Assert.False(_cameras.TryFind(name, out _));
    }

    [Fact]
    public void All_has_every_camera()
    {
        Assert.Equal(["back", "front"], _cameras.All.Select(camera => camera.Name).Order());
    }

    [Theory]
    [InlineData("test", typeof(TestPattern))]
    [InlineData("film.mp4", typeof(VideoFile))]
    [InlineData("/dev/video0", typeof(Device))]
    [InlineData("http://camera/video", typeof(HttpCamera))]
    [InlineData("HTTPS://camera/video", typeof(HttpCamera))]
    [InlineData("rtsp://camera/video", typeof(FfmpegCamera))]
    [InlineData("udp://239.0.0.1:5000", typeof(FfmpegCamera))]
    public void A_source_has_the_reader_for_its_kind(string source, Type reader)
    {
        var factory = new CameraReaderFactory(TimeProvider.System, new ListLogger<CameraReaderFactory>());
        using ICameraReader made = factory.Create(new Camera("front", new() { Source = source }, TimeProvider.System));
        Assert.IsType(reader, made);
    }
}
