using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Transports.Authentication;

namespace VideoStream.Fuzz.Targets;

/// <summary>The headers that decide who asks, one a line: Host, Origin, Referer, Authorization. The last line is the query.</summary>
internal sealed class HeadersTarget : IFuzzTarget
{
    private static readonly IOptions<VideoStreamOptions> Defaults = Options.Create(new VideoStreamOptions());

    private readonly OriginPolicy _origins = new(Defaults, TimeProvider.System, NullLogger<OriginPolicy>.Instance);
    private readonly HostPolicy _hosts = new(Defaults, TimeProvider.System, NullLogger<HostPolicy>.Instance);

    public int BytesForEach => 400;

    public void Run(ReadOnlySpan<byte> input)
    {
        string[] lines = [.. System.Text.Encoding.UTF8.GetString(input).Split('\n'), "", "", "", "", ""];
        HttpRequest request = new DefaultHttpContext().Request;
        (request.Headers.Host, request.Headers.Origin, request.Headers.Referer) = (lines[0], lines[1], lines[2]);
        request.Headers.Authorization = lines[3];
        request.QueryString = new QueryString("?" + lines[4]);
        FuzzException.Unless(Credential.Of(request) != "", "a credential is a key or none");
        if (!HasHost(request))
            return;
        _hosts.Allows(request.Host.Host, isOfProxy: false, "remote");
        string? origin = OriginPolicy.OfFetch(request);
        if (!_origins.Allows(request, origin, "remote") || string.IsNullOrEmpty(origin))
            return;
        FuzzException.Unless(
            HostName.Normalize(new Uri(origin).Host) == HostName.Normalize(request.Host.Host),
            "an origin that is allowed is that of the host");
    }

    public void Dispose()
    {
    }

    /// <summary>Whether the framework can read the host. <c>SiteGate</c> asks first, and answers 400 if it can't.</summary>
    private static bool HasHost(HttpRequest request)
    {
        try
        {
            _ = request.Host;
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
