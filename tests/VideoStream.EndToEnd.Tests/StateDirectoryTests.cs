using System.Net;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What survives a restart of the process.</summary>
public sealed class StateDirectoryTests : IDisposable
{
    private const string EndsWithProcess = "Logins and links end with this process";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Logins_links_and_their_ends_survive_a_restart()
    {
        string cookie, ended, link, revoked;
        var (before, address) = await StartAsync();
        using (before)
        {
            (cookie, ended) = (await LogInAsync(address), await LogInAsync(address));
            (link, revoked) = (await LinkAsync(address), await LinkAsync(address));
            await SendAsync(address, "/logout", HttpMethod.Post, cookie: ended);
            using HttpResponseMessage listed = await SendAsync(address, "/api/v1/links", key: "boss");
            JsonElement list = JsonElement.Parse(await listed.Content.ReadAsStringAsync(Cancelled));
            await SendAsync(address, $"/api/v1/links/{list[1].GetProperty("id")}", HttpMethod.Delete, key: "boss");
            await CheckAsync(address, cookie, ended, link, revoked);
            before.AskToStop();
            Assert.Equal(0, await before.ExitAsync());
            Assert.DoesNotContain(before.Output, line => line.Contains(EndsWithProcess, StringComparison.Ordinal));
        }

        (ServiceProcess after, address) = await StartAsync();
        using (after)
            await CheckAsync(address, cookie, ended, link, revoked);
    }

    [Fact]
    public async Task Without_a_directory_they_end_with_the_process_and_the_start_says_so_once()
    {
        var (service, _) = await ServiceProcess.ListenAsync("--source=test", Key);
        using (service)
        {
            await Eventually.HoldsAsync(
                () => service.Output.Count(line => line.Contains(EndsWithProcess, StringComparison.Ordinal)) == 1, EndsWithProcess);
        }

        var (open, _) = await ServiceProcess.ListenAsync("--source=test");
        using (open)
        {
            open.AskToStop();
            await open.ExitAsync();
            Assert.DoesNotContain(open.Output, line => line.Contains(EndsWithProcess, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_directory_that_can_not_be_used_stops_the_start_with_one_line()
    {
        File.WriteAllText(_directory.Path("file"), "");
        string setting = $"--VideoStream:Access:StateDirectory={_directory.Path("file")}";
        using ServiceProcess service = ServiceProcess.Start("--source=test", setting);
        Assert.Equal(1, await service.ExitAsync());
        string line = Assert.Single(service.Errors, line => !string.IsNullOrEmpty(line));
        Assert.StartsWith("VideoStream can't start: VideoStream:Access:StateDirectory is '", line, StringComparison.Ordinal);
    }

    private static string Key => $"--VideoStream:{Keyed.Hash("boss").Key}={Keyed.Hash("boss").Value}";

    private Task<(ServiceProcess Service, Uri Address)> StartAsync() => ServiceProcess.ListenAsync(
        "--source=test",
        Key,
        "--VideoStream:Access:Keys:boss:Scopes:0=admin",
        $"--VideoStream:Access:StateDirectory={_directory.Path("state")}");

    private static async Task CheckAsync(Uri address, string cookie, string ended, string link, string revoked)
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(address, "/api/v1/status", cookie: cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(address, "/api/v1/status", cookie: ended)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(address, link + "snapshot.jpg")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(address, revoked + "snapshot.jpg")).StatusCode);
    }

    private static async Task<string> LogInAsync(Uri address)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", "boss")]);
        using HttpResponseMessage response = await SendAsync(address, "/login", HttpMethod.Post, content: form);
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private static async Task<string> LinkAsync(Uri address)
    {
        using var body = new StringContent("""{"camera":"main"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await SendAsync(address, "/api/v1/links", HttpMethod.Post, key: "boss", content: body);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("path").GetString()!;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Uri address, string path, HttpMethod? method = null, string? key = null, string? cookie = null, HttpContent? content = null)
    {
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = address, Timeout = TestClient.Timeout };
        using HttpRequestMessage request = Keyed.Request(path, key, method: (method ?? HttpMethod.Get).Method);
        request.Content = content;
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request, Cancelled);
    }
}
