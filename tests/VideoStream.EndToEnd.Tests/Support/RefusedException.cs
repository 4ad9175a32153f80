using System.Net;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The service refused the upgrade of a WebSocket.</summary>
internal sealed class RefusedException(HttpStatusCode status, Exception inner) : Exception($"refused with {status}", inner)
{
    public HttpStatusCode Status => status;
}
