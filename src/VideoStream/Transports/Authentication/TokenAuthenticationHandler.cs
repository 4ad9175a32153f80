using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace VideoStream.Transports.Authentication;

/// <summary>
/// Authenticates requests by tokens of the configured issuer. The work is ASP.NET Core's. Its log would have an error for each request
/// while the issuer does not answer. What is refused is logged in sum, by the handlers of its events.
/// </summary>
internal sealed class TokenAuthenticationHandler(IOptionsMonitor<JwtBearerOptions> options, UrlEncoder encoder)
    : JwtBearerHandler(options, NullLoggerFactory.Instance, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Token";
}
