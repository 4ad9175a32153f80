using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>HEAD answers like GET, without the body and without a viewer.</summary>
public sealed class HeadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/cameras")]
    [InlineData("/healthz/live")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/snapshot.jpg")]
    [InlineData("/snapshot.jpg?quality=101")]
    [InlineData("/video_feed")]
    [InlineData("/video_feed?camera=nowhere")]
    [InlineData("/nowhere")]
    public async Task Head_has_the_status_and_the_headers_of_get(string path)
    {
        using var service = new ServiceHost();
        using HttpResponseMessage head = await SendAsync(service, HttpMethod.Head, path);
        using HttpResponseMessage get = await SendAsync(service, HttpMethod.Get, path);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        Assert.Equal(get.Headers.CacheControl?.ToString(), head.Headers.CacheControl?.ToString());
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task The_head_of_a_snapshot_has_its_length()
    {
        using var service = new ServiceHost();
        using HttpResponseMessage head = await SendAsync(service, HttpMethod.Head, "/snapshot.jpg");
        Assert.True(head.Content.Headers.ContentLength > 1000);
    }

    [Fact]
    public async Task The_head_of_a_stream_admits_no_viewer()
    {
        using var service = new ServiceHost(("WebSocket:MaxClients", "1"));
        for (int i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(service, HttpMethod.Head, "/video_feed")).StatusCode);

        JsonElement status = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status", Cancelled));
        Assert.Equal((0, 0), (status.GetProperty("clients").GetInt32(), status.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task The_head_of_a_stream_is_503_while_get_would_be()
    {
        using var service = new ServiceHost(("WebSocket:MaxClients", "1"));
        using HttpResponseMessage viewer = await SendAsync(service, HttpMethod.Get, "/video_feed");
        using HttpResponseMessage head = await SendAsync(service, HttpMethod.Head, "/video_feed");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, head.StatusCode);
        Assert.Equal("application/problem+json", head.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public void Every_address_that_answers_get_answers_head()
    {
        using var service = new ServiceHost();
        IReadOnlyList<string>[] methods =
        [
            .. service.Get<EndpointDataSource>().Endpoints
                .Select(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods)
                .OfType<IReadOnlyList<string>>(),
        ];
        Assert.True(methods.Length >= 5);
        Assert.All(methods, allowed => Assert.Equal(allowed.Contains("GET"), allowed.Contains("HEAD")));
    }

    private static Task<HttpResponseMessage> SendAsync(ServiceHost service, HttpMethod method, string path) =>
        service.Http.SendAsync(new HttpRequestMessage(method, path), HttpCompletionOption.ResponseHeadersRead, Cancelled);
}
