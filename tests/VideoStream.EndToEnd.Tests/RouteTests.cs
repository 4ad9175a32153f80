using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Each route of <see cref="RouteTable"/> with what it must refuse.</summary>
public sealed class RouteTests : IClassFixture<KeyTests.Service>, IDisposable
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

    /// <summary>Each key, the scopes that it may use, and the code of the refusal without.</summary>
    private static readonly (string? Key, string[] Scopes, string Code)[] Keys =
    [
        (null, [], "missing_key"),
        ("wrong", [], "wrong_key"),
        ("old", [], "expired_key"),
        ("viewer", ["view"], "forbidden"),
        ("gatekeeper", ["view"], "forbidden"),
        ("controller", ["view"], "forbidden"),
        ("scraper", ["metrics"], "forbidden"),
    ];

    private readonly ServiceHost _service;

    /// <summary>Keeps no cookie from one request to the next.</summary>
    private readonly HttpClient _http;

    public RouteTests(KeyTests.Service service)
    {
        _service = service.Host;
        _http = new HttpClient(new HttpClientHandler { UseCookies = false })
        {
            BaseAddress = _service.Address,
            Timeout = TestClient.Timeout,
        };
    }

    public static TheoryData<string> Paths => [.. RouteTable.All.Select(route => route.Path)];

    public static TheoryData<string, string> Parameters
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (RouteEntry route in RouteTable.All)
            {
                foreach (string parameter in route.Parameters)
                    rows.Add(route.Path, parameter);
            }

            return rows;
        }
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public void Every_route_is_in_the_table_with_its_methods()
    {
        IEnumerable<string> mapped = Endpoints.GroupBy(endpoint => endpoint.RoutePattern.RawText).Select(
            route => $"{route.Key} {string.Join(',', route.SelectMany(MethodsOf).Order())}");
        Assert.Equal(
            RouteTable.All.Select(route => $"{route.Pattern} {string.Join(',', route.Methods)}").Order(), mapped.Order());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Another_method_is_405_and_names_those_that_are_allowed(string path)
    {
        RouteEntry route = Find(path);
        foreach (string method in Methods.Except(route.Methods))
        {
            using HttpResponseMessage response = await SendAsync(Keyed.Request(path, "boss", method: method));
            Assert.Equal((HttpStatusCode.MethodNotAllowed, method), (response.StatusCode, method));
            Assert.Equal(route.Methods, response.Content.Headers.Allow.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Head_has_the_status_of_get_and_no_body(string path)
    {
        if (!Find(path).IsRead)
            return;
        foreach (string? key in (string?[])["boss", "wrong"])
        {
            using HttpResponseMessage get = await SendAsync(Keyed.Request(path, key));
            using HttpResponseMessage head = await SendAsync(Keyed.Request(path, key, method: "HEAD"));
            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Content.Headers.ContentType?.MediaType, head.Content.Headers.ContentType?.MediaType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancelled));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_key_that_does_not_do_is_refused_however_it_is_brought(string path)
    {
        if (Find(path).Scope is not { } scope)
            return;
        foreach (var (key, scopes, code) in Keys.Where(key => !key.Scopes.Contains(scope)))
        {
            var requests = from way in Keyed.Ways from method in Find(path).PlainMethods.Except(["HEAD"]) select (way, method);
            foreach (var (way, method) in requests)
            {
                using HttpResponseMessage response = await SendAsync(Keyed.Request(path, key, way, method));
                JsonElement problem = await ProblemAsync(response);
                Assert.Equal(
                    (code == "forbidden" ? 403 : 401, code), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
                string detail = problem.GetProperty("detail").GetString()!.Replace("gatekeeper", "");
                Assert.DoesNotContain("gate", detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task A_bad_parameter_is_refused_by_its_name(string path, string parameter)
    {
        foreach (string value in RouteTable.BadValues[parameter])
            await AssertBadAsync($"{path}?{parameter}={value}", parameter);
    }

    /// <summary>A key for one camera gets no other one, in whatever form its name is written, and does not learn which there are.</summary>
    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Another_cameras_key_is_refused(string path, string parameter)
    {
        if (parameter != "camera")
            return;
        foreach (string value in (string[])["yard", "YARD", "%79ard", "gate&camera=yard", .. RouteTable.BadValues["camera"]])
        {
            using HttpResponseMessage response = await SendAsync(Keyed.Request($"{path}?camera={value}", "gatekeeper"));
            JsonElement problem = await ProblemAsync(response);
            Assert.Equal((HttpStatusCode.Forbidden, "camera"), (response.StatusCode, problem.GetProperty("parameter").GetString()));
        }
    }

    /// <summary>A page of another site can let a browser ask, with the cookie of a login where the browser sends it.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_of_another_site_is_refused_with_and_without_a_login(string path)
    {
        string cookie = await LogInAsync("boss");
        foreach (string origin in (string[])["https://evil.example", "null", $"http://127.0.0.1:{_service.Address.Port + 1}"])
        {
            foreach (string method in Find(path).PlainMethods)
            {
                using HttpRequestMessage request = Keyed.Request(path, null, method: method);
                request.Headers.Add("Origin", origin);
                request.Headers.Add("Cookie", cookie);
                using HttpResponseMessage response = await SendAsync(request);
                Assert.Equal((HttpStatusCode.Forbidden, method), (response.StatusCode, method));
                if (method != "HEAD")
                    Assert.Equal("origin_not_allowed", (await ProblemAsync(response)).GetProperty("code").GetString());
            }
        }

        using HttpRequestMessage own = Keyed.Request("/api/v1/status", null);
        own.Headers.Add("Cookie", cookie);
        using HttpResponseMessage still = await SendAsync(own);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    /// <summary>What changes something can't be an image or a link on another site's page.</summary>
    [Fact]
    public void What_changes_something_is_not_answered_to_get()
    {
        Assert.All(Endpoints, endpoint =>
        {
            string[] methods = [.. MethodsOf(endpoint)];
            Assert.True(
                !methods.Intersect(["GET", "HEAD"]).Any() || !methods.Except(["GET", "HEAD", "CONNECT"]).Any(), endpoint.DisplayName);
        });
    }

    private static RouteEntry Find(string path) => RouteTable.All.Single(route => route.Path == path);

    private IEnumerable<RouteEndpoint> Endpoints => _service.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"];

    private async Task AssertBadAsync(string address, string parameter)
    {
        using HttpResponseMessage response = await SendAsync(Keyed.Request(address, "boss"));
        JsonElement problem = await ProblemAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, parameter), (response.StatusCode, problem.GetProperty("parameter").GetString()));
        Assert.False(response.Headers.Contains("X-Injected"));
        Assert.InRange(problem.GetProperty("detail").GetString()!.Length, 1, 300);
        Assert.DoesNotContain(problem.GetProperty("detail").GetString()!, char.IsControl);
    }

    private async Task<string> LogInAsync(string key)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        using HttpResponseMessage response = await _http.PostAsync("/login", form, Cancelled);
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal(new MediaTypeHeaderValue("application/problem+json"), response.Content.Headers.ContentType);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
    }
}
