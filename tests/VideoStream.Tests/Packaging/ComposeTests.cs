using VideoStream.Tests.Support;
using YamlDotNet.Core;

namespace VideoStream.Tests.Packaging;

/// <summary>The file for Docker Compose.</summary>
public sealed class ComposeTests
{
    private const string Path = "docs/deploy/compose.yaml";

    private static readonly ComposeFile Compose = Yaml.Read<ComposeFile>(Path);

    [Theory]
    [InlineData("read_only: true", "read-only: true")]
    [InlineData("restart: unless-stopped", "restart: unless-stopped\n    restart: always")]
    public void An_unknown_or_repeated_key_is_an_error(string key, string wrong) =>
        Assert.Throws<YamlException>(() => Yaml.Parse<ComposeFile>(Repository.Text(Path).Replace(key, wrong, StringComparison.Ordinal)));

    [Fact]
    public void The_service_is_restricted_and_its_configuration_is_valid()
    {
        ComposeService service = Compose.Services["videostream"];
        Assert.True(service.ReadOnly);
        Assert.Equal("../..", service.Build);
        EnvironmentKeys.Check(service.Environment);
        Assert.Equal("state:" + service.Environment["VideoStream__Access__StateDirectory"], Assert.Single(service.Volumes));
        Assert.Equal(service.Environment["VideoStream__Source"], Assert.Single(service.Devices).Split(':')[1]);
    }

    [Fact]
    public void Nothing_can_gain_privileges_and_all_ports_are_on_loopback()
    {
        Assert.Equal(["grafana", "prometheus", "videostream"], Compose.Services.Keys.Order(StringComparer.Ordinal));
        Assert.All(Compose.Services.Values, service =>
        {
            Assert.Equal(["ALL"], service.DroppedCapabilities);
            Assert.Equal(["no-new-privileges:true"], service.SecurityOptions);
            Assert.StartsWith("127.0.0.1:", Assert.Single(service.Ports), StringComparison.Ordinal);
            Assert.Equal("unless-stopped", service.Restart);
        });
    }

    [Fact]
    public void Images_of_others_have_a_version_and_volumes_are_declared()
    {
        Assert.All(
            Compose.Services.Values.Where(service => service.Build is null),
            service => Assert.Matches(@"^[a-z]+/[a-z]+:v?\d+\.\d+\.\d+$", service.Image));
        string[] named = [.. Compose.Services.Values.SelectMany(service => service.Volumes).Where(volume => !volume.StartsWith('.'))];
        Assert.Equal(
            Compose.Volumes.Keys.Order(StringComparer.Ordinal),
            named.Select(volume => volume.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_that_are_made_are_used_and_are_YAML()
    {
        IEnumerable<string> used = Compose.Services.Values.SelectMany(service => service.Configs).Select(config => config["source"]);
        Assert.Equal(Compose.Configs.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
        Assert.All(Compose.Configs.Values, config => Assert.NotEmpty(Yaml.Parse<Dictionary<string, object>>(config["content"])));
    }

    [Fact]
    public void Prometheus_asks_the_service_by_its_host_name_and_port()
    {
        ComposeService service = Compose.Services["videostream"];
        string target = $"\"{service.HostName}:{service.Ports[0].Split(':')[^1]}\"";
        Assert.Contains(target, Compose.Configs["prometheus"]["content"], StringComparison.Ordinal);
    }
}
