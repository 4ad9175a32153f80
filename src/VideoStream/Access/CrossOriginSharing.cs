using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace VideoStream.Access;

/// <summary>
/// Lets pages of listed origins read what they fetch (CORS). They may send a key. A browser sends no cookie or password of its own along.
/// </summary>
internal sealed class CrossOriginSharing(OriginPolicy origins) : IConfigureOptions<CorsOptions>
{
    public void Configure(CorsOptions options) => options.AddDefaultPolicy(policy => policy
        .SetIsOriginAllowed(origins.IsListed)
        .WithMethods(HttpMethods.Get, HttpMethods.Head)
        .WithHeaders(HeaderNames.Authorization)
        .WithExposedHeaders(HeaderNames.RetryAfter));
}
