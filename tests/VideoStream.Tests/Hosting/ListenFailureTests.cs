using System.Net;
using System.Net.Sockets;
using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class ListenFailureTests
{
    [Theory]
    [InlineData("0.0.0.0:443", SocketError.AccessDenied, "cannot listen on 0.0.0.0:443: this user may not use a port below 1024")]
    [InlineData("[::1]:8000", SocketError.AccessDenied, "cannot listen on [::1]:8000: ")]
    [InlineData("192.0.2.1:8000", SocketError.AddressNotAvailable, "192.0.2.1:8000: this machine does not have this address")]
    [InlineData("192.0.2.1:80", SocketError.NetworkDown, "cannot listen on 192.0.2.1:80: ")]
    public void The_address_is_named_and_what_to_do(string endpoint, SocketError error, string expected)
    {
        var failure = Assert.Throws<StartException>(() => ListenFailure.Explain(IPEndPoint.Parse(endpoint), _ => throw Failed(error)));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.Message.EndsWith(": ", StringComparison.Ordinal), failure.Message);
    }

    [Fact]
    public void An_address_in_use_is_left_to_the_web_server() => Assert.Throws<SocketException>(
        () => ListenFailure.Explain(new IPEndPoint(IPAddress.Loopback, 1), _ => throw Failed(SocketError.AddressAlreadyInUse)));

    private static SocketException Failed(SocketError error) => new((int)error);
}
