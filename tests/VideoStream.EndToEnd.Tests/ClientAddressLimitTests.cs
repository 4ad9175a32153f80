using System.Net;
using VideoStream.Access;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary><c>WebSocket:MaxClientsPerAddress</c> counts all transports, and the address that a trusted proxy reports.</summary>
public sealed class ClientAddressLimitTests : IDisposable
{
    private readonly ServiceHost _service = new(
        ("Cameras:main:Source", "test"),
        ("Cameras:main:Width", "160"),
        ("Cameras:main:Height", "120"),
        ("WebSocket:MaxClientsPerAddress", "2"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task The_next_viewer_of_an_address_gets_429_before_the_upgrade_and_others_are_let_in()
    {
        using TestClient socket = await ConnectAsync("203.0.113.7");
        using HttpResponseMessage mjpeg = await GetAsync("203.0.113.7", "/video_feed");
        Assert.Equal(HttpStatusCode.OK, mjpeg.StatusCode);

        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync("203.0.113.7"))).Status);
        foreach (string path in (string[])["/video_feed", "/ws/video_feed"])
        {
            using HttpResponseMessage refused = await GetAsync("203.0.113.7", path);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("2", Assert.Single(refused.Headers.GetValues("Retry-After")));
            Assert.Contains("this address has 2 of 2 places", await refused.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }

        using TestClient other = await ConnectAsync("203.0.113.8");
        await other.LiveAsync();
        // The plain GET of the socket's address asks only.
        Assert.Equal(2, _service.Get<RefusalCounts>()[RefusalCause.TooManyOfAddress]);
    }

    [Fact]
    public async Task A_place_that_is_given_back_is_the_addresses_again()
    {
        using TestClient first = await ConnectAsync("203.0.113.7");
        TestClient second = await ConnectAsync("203.0.113.7");
        await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync("203.0.113.7"));
        second.Dispose();
        await Eventually.HoldsAsync(() => _service.Get<ViewerRegistry>().Admitted == 1, "its place is free");
        using TestClient third = await ConnectAsync("203.0.113.7");
        await third.LiveAsync();
    }

    [Fact]
    public async Task Of_many_that_come_at_the_same_time_each_that_finds_no_place_gets_429()
    {
        for (int round = 0; round < 5; round++)
        {
            string address = $"203.0.113.{round}";
            TestClient?[] clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryConnectAsync(address)));
            // None was upgraded and closed then.
            Assert.Equal(2, clients.Count(client => client is not null));
            foreach (TestClient client in clients.OfType<TestClient>())
            {
                await client.LiveAsync();
                client.Dispose();
            }
        }
    }

    private async Task<TestClient?> TryConnectAsync(string address)
    {
        try
        {
            return await ConnectAsync(address);
        }
        catch (RefusedException e) when (e.Status == HttpStatusCode.TooManyRequests)
        {
            return null;
        }
    }

    private Task<TestClient> ConnectAsync(string address) => TestClient.ConnectAsync(
        _service.Address, configure: options => options.SetRequestHeader("X-Forwarded-For", address));

    private Task<HttpResponseMessage> GetAsync(string address, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", address);
        return _service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }
}
