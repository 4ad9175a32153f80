using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace VideoStream.Transports.WebSockets;

/// <summary>Puts a <see cref="ClientStream"/> under WebSockets over HTTP/2 (extended CONNECT, RFC 8441).</summary>
/// <param name="server">The web server's CONNECT.</param>
/// <param name="context">The request.</param>
internal sealed class ClientConnect(IHttpExtendedConnectFeature server, HttpContext context) : IHttpExtendedConnectFeature
{
    [MemberNotNullWhen(true, nameof(Protocol))]
    public bool IsExtendedConnect => server.IsExtendedConnect;

    public string? Protocol => server.Protocol;

    public async ValueTask<Stream> AcceptAsync()
    {
        var stream = new ClientStream(await server.AcceptAsync());
        context.Features.Set(stream);
        return stream;
    }
}
