using VideoStream.Cameras;
using VideoStream.Protocol;
using VideoStream.Sessions;

namespace VideoStream.Tests.Protocol;

public sealed class ServerMessageTests
{
    private static readonly string[] Texts =
    [
        """{"type":"pong","t":123.4,"server_time_us":5}""",
        """{"type":"pong","server_time_us":5}""",
        """{"type":"error","code":"out_of_range","message":"no","field":"quality"}""",
        """{"type":"camera","camera":"front","state":"lost","reason":"unplugged"}""",
        """{"type":"camera","camera":"front","state":"live"}""",
        """{"type":"config","osd":true,"quality":50,"requested_quality":60,"fps":15,"resize":"640x360","adaptive":true,"paused":false}""",
        """{"type":"config","osd":false,"quality":50,"requested_quality":60,"fps":15,"resize":false,"adaptive":true,"paused":false}""",
        """{"type":"stats","fps":29.9,"bitrate_kbps":100,"sent":3,"skipped":1,"quality":80,"width":640,"height":360,"round_trip_ms":5.5,"encode_ms":2.1,"camera":"live"}""",
    ];

    private static readonly ServerMessage[] Messages =
    [
        new ServerMessage.Pong(123.4, 5),
        new ServerMessage.Pong(null, 5),
        new ServerMessage.Error("out_of_range", "no", "quality"),
        new ServerMessage.CameraChange("front", CameraState.Lost, "unplugged"),
        new ServerMessage.CameraChange("front", CameraState.Live, null),
        new ServerMessage.Config(true, 50, 60, 15, "640x360", true, false),
        new ServerMessage.Config(false, 50, 60, 15, false, true, false),
        new ServerMessage.Stats(29.9, 100, 3, 1, 80, 640, 360, 5.5, 2.1, CameraState.Live),
    ];

    [Fact]
    public void Messages_are_written_as_the_protocol_says() =>
        Assert.Equal(Texts, Messages.Select(message => System.Text.Encoding.UTF8.GetString(SessionTexts.Serialize(message))));
}
