using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Cameras.Sources.V4l2;
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
    [InlineData("/dev/video0", typeof(V4l2Camera))]
    [InlineData("http://camera/video", typeof(HttpSource))]
    [InlineData("HTTPS://camera/video", typeof(HttpSource))]
    [InlineData("rtsp://camera/video", typeof(FfmpegReader))]
    [InlineData("udp://239.0.0.1:5000", typeof(FfmpegReader))]
    public void A_source_has_the_reader_for_its_kind(string source, Type reader)
    {
        var factory = new CameraReaderCatalogue(TimeProvider.System, new ListLogger<CameraReaderCatalogue>());
        using ICameraReader made = factory.Create(new Camera("front", new() { Source = source }, TimeProvider.System));
        Assert.IsType(reader, made);
    }
}
