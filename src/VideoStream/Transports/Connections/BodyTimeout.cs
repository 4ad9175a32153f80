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

    /// <summary>Answers 408 if it takes too long. Streams are requests with GET, which have no body.</summary>
    public async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        if (!Methods.Contains(context.Request.Method))
        {
            await next(context);
            return;
        }

        double seconds = options.Value.Limits.RequestBodyTimeout;
        CancellationToken aborted = context.RequestAborted;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborted);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.RequestAborted = aborted;
            string detail = $"The request took longer than {seconds} s; Limits:RequestBodyTimeout sets this limit";
            await Problems.Timeout(detail).ExecuteAsync(context);
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }
}
