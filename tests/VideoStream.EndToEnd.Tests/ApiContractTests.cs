using System.Net;
using System.Text.Json.Nodes;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The OpenAPI document describes all routes, and real answers are as it says.</summary>
public sealed class ApiContractTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_is_described_with_its_methods_and_parameters()
    {
        using ServiceHost service = Keyed.Start();
        ApiDocument document = await ApiDocument.LoadAsync(service);
        IEnumerable<string> expected =
            from route in RouteTable.All
            where route.IsDescribed
            from method in route.PlainMethods.Except(["HEAD"])
            select $"{method} {route.Pattern}({string.Join(',', route.Parameters)})";
        IEnumerable<string> described = document.Operations.Select(
            one => $"{one.Method} {one.Path}({string.Join(',', Query(one.Operation))})");
        Assert.Equal(expected.Order(), described.Order());
    }

    [Fact]
    public async Task Every_operation_parameter_and_answer_says_what_it_is()
    {
        using ServiceHost service = Keyed.Start();
        Assert.All((await ApiDocument.LoadAsync(service)).Operations, one =>
        {
            Assert.NotEmpty(one.Operation["summary"]!.GetValue<string>());
            Assert.All(one.Operation["parameters"]?.AsArray() ?? [], parameter =>
            {
                Assert.NotEmpty(parameter!["description"]!.GetValue<string>());
                Assert.NotNull(parameter["schema"]);
            });
            Assert.All(one.Operation["responses"]!.AsObject(), answer => Assert.NotEmpty(answer.Value!["description"]!.GetValue<string>()));
        });
    }

    [Theory]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/cameras")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    [InlineData("/snapshot.jpg")]
    [InlineData("/video_feed")]
    [InlineData("/ws/video_feed")]
    public async Task A_good_answer_is_as_described(string path)
    {
        using ServiceHost service = Keyed.Start();
        using TestClient viewer = await TestClient.ConnectAsync(
            service.Address, "camera=gate", configure: options => options.SetRequestHeader("Authorization", "Bearer boss"));
        await viewer.LiveAsync();
        ApiDocument document = await ApiDocument.LoadAsync(service);
        using HttpResponseMessage response = await SendAsync(service, path, "boss");
        Assert.Contains((int)response.StatusCode, (int[])[200, 426]);
        await document.AssertDescribedAsync(response);
    }

    [Fact]
    public async Task Refusals_that_all_routes_share_are_as_described()
    {
        using ServiceHost service = Keyed.Start();
        ApiDocument document = await ApiDocument.LoadAsync(service);
        foreach (var (path, method, operation) in document.Operations)
        {
            HttpResponseMessage ofHost = await SendAsync(service, path, "boss", method, ("Host", "evil.example"));
            await AssertAsync(document, ofHost, HttpStatusCode.BadRequest);
            HttpResponseMessage ofPage = await SendAsync(service, path, "boss", method, ("Origin", "https://evil.example"));
            await AssertAsync(document, ofPage, HttpStatusCode.Forbidden);
            if (operation["security"] is null)
                continue;
            await AssertAsync(document, await SendAsync(service, path, null, method), HttpStatusCode.Unauthorized);
            string lacking = path == "/metrics" ? "viewer" : "scraper";
            await AssertAsync(document, await SendAsync(service, path, lacking, method), HttpStatusCode.Forbidden);
            foreach (string parameter in Query(operation))
            {
                string query = $"{path}?{parameter}={RouteTable.BadValues[parameter][0]}";
                await AssertAsync(document, await SendAsync(service, query, "boss", method), HttpStatusCode.BadRequest);
            }
        }
    }

    [Fact]
    public async Task Refusals_of_a_full_service_are_as_described()
    {
        using ServiceHost service = Keyed.Start(
            ("WebSocket:MaxClients", "1"), ("Limits:HandshakesPerAddress", "3"), ("Access:FailedTriesPerMinute", "1"));
        ApiDocument document = await ApiDocument.LoadAsync(service);
        using TestClient viewer = await TestClient.ConnectAsync(
            service.Address, "camera=gate", configure: options => options.SetRequestHeader("Authorization", "Bearer boss"));
        await AssertAsync(document, await SendAsync(service, "/video_feed", "boss"), HttpStatusCode.ServiceUnavailable);
        await AssertAsync(document, await SendAsync(service, "/ws/video_feed", "boss"), HttpStatusCode.ServiceUnavailable);
        HttpResponseMessage last = await SendAsync(service, "/video_feed", "boss");
        // The limit's tokens come back with time, so it may take more than one.
        while (last.StatusCode != HttpStatusCode.TooManyRequests)
            last = await SendAsync(service, "/video_feed", "boss");
        await AssertAsync(document, last, HttpStatusCode.TooManyRequests);
        for (int i = 0; i < 2; i++)
            (await SendAsync(service, "/snapshot.jpg", $"wrong{i}")).Dispose();
        await AssertAsync(document, await SendAsync(service, "/snapshot.jpg", "boss"), HttpStatusCode.TooManyRequests);
        await AssertAsync(document, await LogInAsync(service, "boss"), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_answers_to_a_login_are_as_described()
    {
        using ServiceHost service = Keyed.Start();
        ApiDocument document = await ApiDocument.LoadAsync(service);
        await AssertAsync(document, await LogInAsync(service, "boss"), HttpStatusCode.NoContent);
        await AssertAsync(document, await LogInAsync(service, "wrong"), HttpStatusCode.Unauthorized);
        await AssertAsync(document, await LogInAsync(service, ""), HttpStatusCode.BadRequest);
        await AssertAsync(document, await SendAsync(service, "/logout", "boss", "POST"), HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Switched_off_and_without_a_picture_are_as_described()
    {
        using var service = new ServiceHost(("Cameras:main:Source", "/nowhere/film.mp4"), ("WebSocket:Enabled", "false"));
        ApiDocument document = await ApiDocument.LoadAsync(service);
        await service.ReasonAsync("film.mp4");
        await AssertAsync(document, await service.Http.GetAsync("/ws/video_feed", Cancelled), HttpStatusCode.NotFound);
        await AssertAsync(document, await service.Http.GetAsync("/snapshot.jpg", Cancelled), HttpStatusCode.ServiceUnavailable);
        await AssertAsync(document, await service.Http.GetAsync("/healthz/ready", Cancelled), HttpStatusCode.ServiceUnavailable);
        await AssertAsync(document, await service.Http.GetAsync("/api/v1/status", Cancelled), HttpStatusCode.OK);
    }

    private static IEnumerable<string> Query(JsonNode operation) => (operation["parameters"]?.AsArray() ?? [])
        .Where(parameter => parameter!["in"]!.GetValue<string>() == "query").Select(parameter => parameter!["name"]!.GetValue<string>());

    private static async Task AssertAsync(ApiDocument document, HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            Assert.Equal((status, response.RequestMessage!.RequestUri), (response.StatusCode, response.RequestMessage.RequestUri));
            await document.AssertDescribedAsync(response);
        }
    }

    private static async Task<HttpResponseMessage> LogInAsync(ServiceHost service, string key)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        return await service.Http.PostAsync("/login", form, Cancelled);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        ServiceHost service, string path, string? key, string method = "GET", params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = Keyed.Request(path, key, method: method);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }
}
