using Microsoft.AspNetCore.Http;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class WebSocketProblemsTests
{
    [Theory]
    [InlineData("HTTP/1.1", "Upgrade")]
    [InlineData("HTTP/2", "")]
    public void UpgradeRequired_Protocol_HasTheFieldsThatItKnows(string protocol, string connection)
    {
        var context = new DefaultHttpContext { Request = { Protocol = protocol } };
        _ = WebSocketProblems.UpgradeRequired(context);
        Assert.Equal(connection, context.Response.Headers.Connection.ToString());
        Assert.Equal(connection.Length > 0, context.Response.Headers.ContainsKey("Upgrade"));
    }
}
