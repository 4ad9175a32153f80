using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Transports.Connections;

/// <summary>
/// Middleware that bounds the time of requests with a body, from their headers to their answer. The web server's own limit is a rate, so
/// that a large body could take as long as it likes.
/// </summary>
internal sealed class BodyTimeout(IOptions<VideoStreamOptions> options, TimeProvider time)
{
    private static readonly string[] Methods = [HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    /// <summary>Cuts a request that takes too long. Streams are requests with GET or CONNECT, which have no body to wait for.</summary>
    public async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        if (!Methods.Contains(context.Request.Method))
        {
            await next(context);
            return;
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Limits.RequestBodyTimeout), time);
        await using CancellationTokenRegistration cut = timeout.Token.Register(context.Abort);
        await next(context);
    }
}
