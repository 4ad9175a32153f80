using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Packaging;

/// <summary>The settings that an installed service begins with.</summary>
public sealed class SettingsFileTests
{
    private static readonly string Json = Repository.Text("docs/deploy/systemd/appsettings.json");

    [Fact]
    public void They_are_valid_and_leave_the_defaults_as_they_are()
    {
        VideoStreamOptions settings = Configured.WithJson(Json);
        Assert.Equal("auto", Assert.Single(settings.Cameras).Value.Source);
        Assert.Equal(Configured.With("Cameras:main:Source=auto").WebSocket.MaxClients, settings.WebSocket.MaxClients);
    }

    [Fact]
    public void The_line_that_lets_other_machines_in_is_switched_off() =>
        Assert.DoesNotContain(Json.Split('\n'), line => line.TrimStart().StartsWith("\"urls\"", StringComparison.Ordinal));
}
