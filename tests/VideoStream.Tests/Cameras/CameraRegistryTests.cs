using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraRegistryTests
{
    private readonly CameraRegistry _cameras = new(
        Options.Create(Configured.With("Cameras:front:Source=test", "Cameras:back:Source=film.mp4", "DefaultCamera=Front")),
        TimeProvider.System);

    [Theory]
    [InlineData("back", "back")]
    [InlineData("BACK", "back")]
    [InlineData(null, "front")]
    public void TryFind_ignores_case_and_finds_the_default_without_a_name(string? name, string found)
    {
        Assert.True(_cameras.TryFind(name, out Camera? camera));
        Assert.Equal(found, camera.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("side")]
    public void TryFind_an_unknown_name_fails(string name)
    {
        Assert.False(_cameras.TryFind(name, out _));
    }

    [Fact]
    public void All_has_every_camera()
    {
        Assert.Equal(["back", "front"], _cameras.All.Select(camera => camera.Name).Order());
    }
}
