using System.Net;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The service answered a socket's opening with something else than a socket.</summary>
internal sealed class RefusedException(HttpStatusCode status, Exception inner) : Exception($"refused with {status}", inner)
{
    public HttpStatusCode Status => status;
}
