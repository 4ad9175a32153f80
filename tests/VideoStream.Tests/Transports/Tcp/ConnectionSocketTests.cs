using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using VideoStream.Transports.Tcp;

namespace VideoStream.Tests.Transports.Tcp;

public sealed class ConnectionSocketTests : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public void Dispose() => _socket.Dispose();

    [Theory]
    [InlineData("HTTP/1.0", true)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", false)]
    [InlineData("HTTP/3", false)]
    public void Of_Protocol_IsTheSocketOnlyWhereNoOtherRequestHasIt(string protocol, bool isOwn)
    {
        HttpContext context = Context(protocol);
        Assert.Equal(isOwn, ConnectionSocket.Of(context) is not null);
        Assert.Same(_socket, ConnectionSocket.OfConnection(context));
    }

    [Fact]
    public void DirectOf_TransportOfAMiddleware_IsNull()
    {
        HttpContext context = Context("HTTP/1.1");
        context.Features.Set<IConnectionTransportFeature>(new Transport());
        Assert.Null(ConnectionSocket.DirectOf(context));
        Assert.Same(_socket, ConnectionSocket.Of(context));
    }

    private DefaultHttpContext Context(string protocol)
    {
        var context = new DefaultHttpContext { Request = { Protocol = protocol } };
        context.Features.Set<IConnectionSocketFeature>(new SocketFeature(_socket));
        return context;
    }

    private sealed record SocketFeature(Socket Socket) : IConnectionSocketFeature;

    /// <summary>As TLS has it: pipes of its own between the web server and the socket.</summary>
    private sealed class Transport : IConnectionTransportFeature, IDuplexPipe
    {
        private readonly Pipe _pipe = new();

        IDuplexPipe IConnectionTransportFeature.Transport
        {
            get => this;
            set => throw new NotSupportedException();
        }

        public PipeReader Input => _pipe.Reader;

        public PipeWriter Output => _pipe.Writer;
    }
}
