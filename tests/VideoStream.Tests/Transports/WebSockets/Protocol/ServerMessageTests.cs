using System.Text.Json;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets.Protocol;

/// <summary>The texts, letter by letter as clients get them.</summary>
public sealed class ServerMessageTests
{
    private const string EffectiveFields =
        "\"osd\":true,\"quality\":50,\"requested_quality\":80,\"fps\":29.97,\"rate\":12,"
        + "\"resize\":\"640x360\",\"size\":\"320x180\",\"adaptive\":true,\"paused\":false,\"codec\":\"jpeg\"";

    private static readonly EffectiveSettings Effective = new(true, 50, 80, 29.97, 12, "640x360", "320x180", true, false, "jpeg", null);
    private static readonly Limits Limits = new(30, 4096, 10);

    [Fact]
    public void Hello_tells_who_what_and_within_which_limits()
    {
        Assert.Equal(
            """{"type":"hello","session":"0a1b2c3d","camera":"front","title":"Gate","state":"live","width":1280,"height":720,"""
            + "\"camera_fps\":25,\"limits\":{\"fps\":30,\"message_bytes\":4096,\"clients\":10},\"settings\":{" + EffectiveFields
            + "},\"may_set\":[\"fps\",\"resize\"]}",
            Text(new ServerMessage.Hello(
                "0a1b2c3d", "front", "Gate", CameraState.Live, 1280, 720, 25, Limits, Effective, ["fps", "resize"], null)));
    }

    [Fact]
    public void Hello_before_the_first_frame_leaves_its_size_out()
    {
        string text = Text(
            new ServerMessage.Hello("0a1b2c3d", "front", "Gate", CameraState.Connecting, null, null, null, Limits, Effective, [], null));
        Assert.Contains("\"state\":\"connecting\",\"limits\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_tells_the_effective_settings()
    {
        Assert.Equal("{\"type\":\"config\"," + EffectiveFields + "}", Text(Config(Effective)));
    }

    [Fact]
    public void Config_without_a_box_says_resize_false()
    {
        var settings = new ViewerSettings(false, VariantEncoding.Jpeg(80), 60, null, false, true);
        var rendition = new Rendition(VariantEncoding.Jpeg(70), new PictureSize(640, 360), 24);
        Assert.Equal(
            """{"type":"config","osd":false,"quality":70,"requested_quality":80,"fps":30,"rate":24,"resize":false,"""
            + "\"size\":\"640x360\",\"adaptive\":false,\"paused\":true,\"codec\":\"jpeg\"}",
            Text(Config(EffectiveSettings.Of(settings, rendition, new ClientLimits()))));
    }

    [Fact]
    public void Config_with_a_box_says_it_as_a_client_would()
    {
        var settings = new ViewerSettings(false, VariantEncoding.Jpeg(80), 15, new PictureSize(640, 360), false, true);
        string text = Text(Config(EffectiveSettings.Of(settings, null, new ClientLimits())));
        Assert.Contains("\"fps\":15,\"rate\":15,\"resize\":\"640x360\",\"size\":\"640x360\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Camera_tells_the_state_and_the_reason_if_there_is_one()
    {
        Assert.Equal(
            """{"type":"camera","camera":"front","title":"Gate","state":"lost","reason":"no such device: /dev/video0","""
            + "\"next_try_us\":1700000000000001}",
            Text(new ServerMessage.CameraChange("front", "Gate", CameraState.Lost, "no such device: /dev/video0", 1_700_000_000_000_001)));
        Assert.Equal(
            """{"type":"camera","camera":"front","title":"Gate","state":"live"}""",
            Text(new ServerMessage.CameraChange("front", "Gate", CameraState.Live, null, null)));
    }

    [Fact]
    public void Stats_tells_the_last_second()
    {
        var stats = new ServerMessage.Stats(
            29.9, 4321, 100, 3, 80, 640, 360, 30, 12.3, 4.5, 6789.1, 23.4, 2.51, false, LimitedBy.Link, CameraState.Live, 24.98, true,
            "h264", "no memory", "it has B-frames");
        Assert.Equal(
            """{"type":"stats","fps":29.9,"bitrate_kbps":4321,"sent":100,"skipped":3,"quality":80,"width":640,"height":360,"""
            + "\"rate\":30,\"round_trip_ms\":12.3,\"queueing_ms\":4.5,\"delivery_kbps\":6789.1,\"age_ms\":23.4,\"encode_ms\":2.51,"
            + "\"source\":false,\"limit\":\"link\",\"camera\":\"live\",\"camera_fps\":24.98,\"still\":true,"
            + "\"codec\":\"h264\",\"encoder_problem\":\"no memory\",\"video_problem\":\"it has B-frames\"}",
            Text(stats));
    }

    [Fact]
    public void Stats_before_the_first_frame_leaves_out_what_is_unknown()
    {
        var stats = new ServerMessage.Stats(
            0, 0, 0, 0, 80, null, null, 15, null, null, null, null, null, false, LimitedBy.Camera, CameraState.Connecting, null, false,
            "jpeg", null, null);
        Assert.Equal(
            """{"type":"stats","fps":0,"bitrate_kbps":0,"sent":0,"skipped":0,"quality":80,"rate":15,"""
            + "\"source\":false,\"limit\":\"camera\",\"camera\":\"connecting\",\"still\":false,\"codec\":\"jpeg\"}",
            Text(stats));
    }

    [Fact]
    public void Pong_gives_the_time_back_as_it_came()
    {
        Assert.Equal(
            """{"type":"pong","t":123.4,"server_time_us":1700000000000001}""",
            Text(new ServerMessage.Pong(123.4, 1_700_000_000_000_001)));
        Assert.Equal("""{"type":"pong","t":1700000000000,"server_time_us":1}""", Text(new ServerMessage.Pong(1_700_000_000_000, 1)));
        Assert.Equal("""{"type":"pong","server_time_us":1}""", Text(new ServerMessage.Pong(null, 1)));
    }

    [Fact]
    public void Error_names_code_and_field()
    {
        Assert.Equal(
            """{"type":"error","code":"out_of_range","message":"too much","field":"quality"}""",
            Text(new ServerMessage.Error("out_of_range", "too much", "quality")));
        Assert.Equal(
            """{"type":"error","code":"not_json","message":"what"}""",
            Text(new ServerMessage.Error("not_json", "what", null)));
    }

    [Fact]
    public void Error_with_quotes_in_its_message_stays_json()
    {
        const string message = "resize must be \"640x360\" — or ünlike 😀";
        using JsonDocument json = JsonDocument.Parse(ProtocolJson.Serialize(new ServerMessage.Error("c", message, null)));
        Assert.Equal(message, json.RootElement.GetProperty("message").GetString());
    }

    private static string Text(ServerMessage message) => System.Text.Encoding.UTF8.GetString(ProtocolJson.Serialize(message));

    private static ServerMessage.Config Config(EffectiveSettings settings) => new() { Fields = ProtocolJson.ToFields(settings) };
}
