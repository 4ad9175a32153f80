using System.Net;
using System.Net.Sockets;
using VideoStream.Access;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Transports.Connections;

namespace VideoStream.EndToEnd.Tests;

/// <summary><c>Limits:RequestsPerAddress</c>: more requests wait, and then are refused.</summary>
public sealed class RequestLimitTests : IDisposable
{
    private const int Limit = 10;

    private readonly TestCertificate _certificate = new();
    private readonly ServiceHost _service;

    public RequestLimitTests() => _service = new ServiceHost(
        _certificate,
        ("Cameras:main:Source", "test"),
        ("Cameras:main:Width", "160"),
        ("Cameras:main:Height", "120"),
        ("Limits:RequestsPerAddress", $"{Limit}"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _service.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Requests_above_the_limit_wait_and_further_ones_get_429_with_the_time_to_wait(string version)
    {
        using var client = new HttpMessageInvoker(_certificate.Handler());
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, 10 * Limit).Select(_ => GetAsync(client, version, "203.0.113.7")));

        // The limit at once, as many again in the second after it, and more where a busy machine takes longer to send them.
        HttpResponseMessage[] refused = [.. answers.Where(answer => !answer.IsSuccessStatusCode)];
        Assert.InRange(refused.Length, 1, 8 * Limit);
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode));
        Assert.All(refused, answer => Assert.Equal("1", Assert.Single(answer.Headers.GetValues("Retry-After"))));
        Assert.Contains(
            $"An address gets {Limit} requests a second answered; VideoStream:Limits:RequestsPerAddress",
            await refused[0].Content.ReadAsStringAsync(Cancelled),
            StringComparison.Ordinal);
        Assert.Equal(refused.Length, _service.Get<RefusalCounts>()[RefusalCause.TooManyRequests]);
    }

    [Fact]
    public async Task Requests_that_are_refused_before_all_else_count_too()
    {
        using var client = new HttpMessageInvoker(_certificate.Handler());
        // A host that can't be decoded.
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, 10 * Limit).Select(_ => GetAsync(client, "1.1", host: "xn--0")));
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests), 1, 8 * Limit);
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest), 2 * Limit, 10 * Limit);
    }

    [Fact]
    public async Task The_clients_of_a_proxy_are_counted_each_and_its_connection_is_not_cut()
    {
        using var proxy = new HttpMessageInvoker(_certificate.Handler());
        Task<HttpResponseMessage[]> flood = Task.WhenAll(
            Enumerable.Range(0, 20 * Limit).Select(_ => GetAsync(proxy, "2.0", "203.0.113.7")));
        for (int i = 0; i < Limit; i++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(proxy, "2.0", "203.0.113.8")).StatusCode);
        Assert.True((await flood).Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests) > 2 * RequestLimit.MaxRefusals);
    }

    [Fact]
    public async Task The_connection_of_a_client_that_goes_on_is_cut_and_its_address_gets_none_for_a_moment()
    {
        using var flood = new HttpMessageInvoker(_certificate.Handler());
        Task<HttpResponseMessage>[] requests = [.. Enumerable.Range(0, 20 * Limit).Select(_ => GetAsync(flood, "2.0"))];
        await Task.WhenAny(Task.WhenAll(requests), Task.Delay(TestClient.Timeout, Cancelled));
        Assert.InRange(requests.Count(request => request.IsFaulted), 1, requests.Length);

        // It gets one again.
        await Eventually.HoldsAsync(
            async () =>
            {
                using var another = new HttpMessageInvoker(_certificate.Handler());
                try
                {
                    return (await GetAsync(another, "2.0")).IsSuccessStatusCode;
                }
                catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
                {
                    return false;
                }
            },
            "the address is answered again");
    }

    private Task<HttpResponseMessage> GetAsync(HttpMessageInvoker client, string version, string? forwardedFor = null, string? host = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_service.Address, "/healthz/live"))
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = host;
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        return client.SendAsync(request, Cancelled);
    }
}
