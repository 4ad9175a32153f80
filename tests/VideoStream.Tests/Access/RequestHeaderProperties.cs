using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Transports.Authentication;

namespace VideoStream.Tests.Access;

/// <summary>What holds for any headers of a request: an answer, and never an exception.</summary>
public sealed class RequestHeaderProperties
{
    private const string Own = "camera.lan:8000";

    /// <summary>Parts of hosts, origins and credentials, and any text, in any order.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Mutations.Word(
            "http", "https", "://", ":", "/", "[", "]", "::1", "%", "..", "8000", "camera.lan", Own, "null", "*", "@", "Bearer ", "Basic ",
            "YTpi", "access_token=")).Array[0, 6].Select(string.Concat);

    private static readonly IOptions<VideoStreamOptions> Defaults = Options.Create(new VideoStreamOptions());

    private readonly OriginPolicy _origins = new(Defaults, TimeProvider.System, NullLogger<OriginPolicy>.Instance);
    private readonly HostPolicy _hosts = new(Defaults, TimeProvider.System, NullLogger<HostPolicy>.Instance);

    [Fact]
    public void Any_origin_and_host_are_allowed_or_refused() => Gen.Select(Text, Text, Text).Sample((origin, host, referrer) =>
    {
        HttpRequest request = Request();
        request.Headers.Host = host;
        request.Headers.Referer = referrer;
        _hosts.Allows(request.Host.Host, isOfProxy: false, "remote");
        _origins.Allows(request, origin, "remote");
        _origins.Allows(request, OriginPolicy.OfFetch(request), "remote");
    });

    /// <summary>An origin that is allowed has the host and the port of the service in it.</summary>
    [Fact]
    public void No_origin_but_the_own_one_is_allowed() => Text.Where(text => text.Length > 0).Sample(origin =>
    {
        HttpRequest request = Request();
        request.Headers.Host = Own;
        if (_origins.Allows(request, origin, "remote"))
            Assert.Equal(("camera.lan", 8000), (new Uri(origin).Host, new Uri(origin).Port));
    });

    [Fact]
    public void Any_credentials_have_a_key_or_none() => Gen.Select(Text, Text).Sample((header, query) =>
    {
        HttpRequest request = Request();
        request.Headers.Authorization = header;
        request.QueryString = new QueryString("?" + query);
        Assert.NotEqual("", Credential.Of(request));
    });

    private static HttpRequest Request() => new DefaultHttpContext().Request;
}
