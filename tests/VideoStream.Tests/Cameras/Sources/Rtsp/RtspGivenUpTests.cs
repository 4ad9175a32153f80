using VideoStream.Cameras.Sources.Rtsp;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Rtsp;

/// <summary>Cameras that never finish an answer.</summary>
public sealed class RtspGivenUpTests
{
    private readonly ObservedTime _time = new();

    [Fact]
    public async Task A_camera_that_sends_packets_and_no_response_is_given_up()
    {
        using var givenUp = new CancellationTokenSource();
        using var camera = new ScriptedRtspCamera(peer =>
        {
            peer.Answer(peer.Read());
            peer.Read();
            givenUp.CancelAfter(TimeSpan.FromMilliseconds(100));
            // Until the connection is closed.
            while (true)
                peer.Send(0, new byte[1200]);
        });
        using var video = new RtspVideo(camera.Url(), new CameraOptions(), _time);
        Task opening = Task.Run(() => video.Open(givenUp.Token), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => opening.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }
}
