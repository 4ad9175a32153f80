using VideoStream.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>The file for Docker Compose with relays.</summary>
public sealed class ComposeRelayTests
{
    private static readonly Dictionary<string, ComposeService> Services = Read();

    [Fact]
    public void The_configuration_of_each_service_is_valid()
    {
        Assert.Equal(["nats", "nginx", "origin", "relay-1", "relay-2"], Services.Keys.Order(StringComparer.Ordinal));
        foreach (string name in (string[])["origin", "relay-1", "relay-2"])
            EnvironmentKeys.Check(Services[name].Environment);
        string url = Services["origin"].Environment["VideoStream__Publish__Nats__Url"];
        Assert.All(
            (string[])["relay-1", "relay-2"],
            name => Assert.Equal(url + "/gate", Services[name].Environment["VideoStream__Cameras__gate__Source"]));
    }

    [Fact]
    public void Nothing_of_ours_can_gain_privileges_and_all_ports_are_on_loopback()
    {
        Assert.All(Services.Values.Where(service => service.Build is not null), service =>
        {
            Assert.True(service.ReadOnly);
            Assert.Equal(["ALL"], service.DroppedCapabilities);
            Assert.Equal(["no-new-privileges:true"], service.SecurityOptions);
        });
        Assert.All(
            Services.Values.SelectMany(service => service.Ports),
            port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    private static Dictionary<string, ComposeService> Read()
    {
        using var text = new StringReader(Repository.Text("docs/deploy/compose-relay.yaml"));
        var all = new DeserializerBuilder().WithDuplicateKeyChecking().Build()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(text)));
        string services = new SerializerBuilder().Build().Serialize(all["services"]);
        return new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<Dictionary<string, ComposeService>>(services);
    }
}
