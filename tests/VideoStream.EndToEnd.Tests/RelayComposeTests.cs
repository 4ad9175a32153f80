using System.Globalization;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What docs/deploy/compose-relay.yaml writes for its programs, with these programs.</summary>
public sealed partial class RelayComposeTests
{
    private static readonly string File = RepositoryFiles.Text("docs/deploy/compose-relay.yaml");

    [Fact]
    public async Task Its_nginx_leads_to_the_relays_of_its_NATS_server()
    {
        using var folder = new TemporaryDirectory();
        await System.IO.File.WriteAllTextAsync(folder.Path("nats.conf"), ContentOf("nats"), TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using ServiceHost origin = RelayPair.Origin(nats), one = Relay(nats), two = Relay(nats);
        using NginxProxy proxy = await NginxProxy.StartAsync(port => ContentOf("nginx")
            .Replace("listen 80;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"), StringComparison.Ordinal)
            .Replace("relay-1:8000", one.Address.Authority, StringComparison.Ordinal)
            .Replace("relay-2:8000", two.Address.Authority, StringComparison.Ordinal));

        using TestClient client = await TestClient.ConnectAsync(proxy.Address, "camera=gate");
        await client.LiveAsync();
        using var http = new HttpClient { BaseAddress = proxy.Address };
        string page = await http.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("<html", page, StringComparison.Ordinal);
    }

    private static ServiceHost Relay(NatsServerProcess nats) =>
        new(("Cameras:gate:Source", nats.Url + "/gate"), ("Access:TrustedProxies:0", "127.0.0.1"));

    /// <summary>A text of the section <c>configs</c>, as Compose writes it to a file.</summary>
    private static string ContentOf(string name)
    {
        Match found = Regex.Match(File, $"^  {name}:\n    content: \\|\n((?:      .*\n)+)", RegexOptions.Multiline);
        Assert.True(found.Success, name);
        return Indent().Replace(found.Groups[1].Value, "").Replace("$$", "$", StringComparison.Ordinal);
    }

    [GeneratedRegex("^      ", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
