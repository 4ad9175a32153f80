using VideoStream.Access;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>Messages of a viewer whose key has the scope <c>view</c> alone.</summary>
public sealed class ForbiddenMessageTests() : ReceivingViewer(new AccessGrant("ana", AccessScopes.View, null, null))
{
    [Theory]
    [InlineData("""{"type":"config","osd":true}""", "osd")]
    [InlineData("""{"type":"config","quality":60,"resize":true}""", "quality")]
    [InlineData("""{"type":"config","adaptive":false}""", "adaptive")]
    [InlineData("""{"type":"config","fps":31}""", "fps")]
    [InlineData("""{"type":"command","action":"set_quality","value":60}""", "value")]
    public async Task What_needs_control_is_answered_with_forbidden_and_changes_nothing(string message, string field)
    {
        ViewerSettings before = Viewer.Settings;
        Socket.Deliver(message);
        Assert.Same(CloseReason.ClientClosed, await ReceiveAllAsync());
        var error = Assert.IsType<ServerMessage.Error>(Assert.Single(Answers));
        Assert.Equal(("forbidden", field), (error.Code, error.Field));
        Assert.Same(before, Viewer.Settings);
    }

    [Theory]
    [InlineData("""{"type":"config","fps":5,"resize":"320x240"}""")]
    [InlineData("""{"type":"command","action":"pause"}""")]
    [InlineData("""{"type":"command","action":"resume"}""")]
    [InlineData("""{"type":"ack","seq":1}""")]
    public async Task What_makes_the_stream_smaller_is_applied(string message)
    {
        Socket.Deliver(message);
        await ReceiveAllAsync();
        Assert.Empty(Answers);
    }
}
