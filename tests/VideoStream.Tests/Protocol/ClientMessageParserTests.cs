using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Protocol;
using VideoStream.Sessions;

namespace VideoStream.Tests.Protocol;

public sealed class ClientMessageParserTests
{
    private readonly ClientMessageParser _parser = new(new SettingsParser(new ResizeOptions { Width = 640, Height = 480 }));

    [Fact]
    public void Config_sets_what_it_names_and_leaves_the_rest_alone()
    {
        SettingsChange change = Settings("""{"type":"config","osd":true,"quality":60,"fps":15,"resize":true}""");
        Assert.Equal(new SettingsChange { Osd = true, Quality = 60, Fps = 15, Resize = new(new PictureSize(640, 480)) }, change);
    }

    [Theory]
    [InlineData("true", 640, 480)]
    [InlineData("\"640x360\"", 640, 360)]
    [InlineData("""{"width":320,"height":240}""", 320, 240)]
    public void Resize_is_read_in_all_its_forms(string value, int width, int height) =>
        Assert.Equal(new PictureSize(width, height), Settings($$"""{"type":"config","resize":{{value}}}""").Resize!.Value.Box);

    [Fact]
    public void Resize_false_is_the_cameras_own_size() =>
        Assert.Equal(new ResizeChoice(null), Settings("""{"type":"config","resize":false}""").Resize);

    [Theory]
    [InlineData("set_quality", "60")]
    [InlineData("set_quality", "60.0")]
    [InlineData("set_fps", "12.5")]
    [InlineData("set_osd", "false")]
    [InlineData("set_resize", "\"100x100\"")]
    [InlineData("set_adaptive", "false")]
    public void Command_sets_one(string action, string value)
    {
        SettingsChange change = Settings($$"""{"type":"command","action":"{{action}}","value":{{value}}}""");
        Assert.Single(typeof(SettingsChange).GetProperties(), property => property.GetValue(change) is not null);
    }

    [Fact]
    public void Pause_and_resume_need_no_value()
    {
        Assert.True(Settings("""{"type":"command","action":"pause"}""").Paused);
        Assert.False(Settings("""{"action":"resume","type":"command"}""").Paused);
    }

    [Fact]
    public void Ack_and_ping_are_read()
    {
        Assert.Equal(new ClientMessage.Ack(123), Parse("""{"type":"ack","seq":123}""").Message);
        Assert.Equal(new ClientMessage.Ping(123.4), Parse("""{"type":"ping","t":123.4}""").Message);
        Assert.Equal(new ClientMessage.Ping(null), Parse("""{"type":"ping"}""").Message);
    }

    [Fact]
    public void Fields_that_mean_nothing_here_are_ignored() =>
        Assert.Equal(60, Settings("""{"type":"config","quality":60,"user":"me"}""").Quality);

    [Theory]
    [InlineData("", "not_json", null)]
    [InlineData("nonsense", "not_json", null)]
    [InlineData("""{"type":"config","quality":NaN}""", "not_json", null)]
    [InlineData("""{"type":"config","quality":60""", "not_json", null)]
    [InlineData("""{"type":"config","quality":60,"quality":70}""", "not_json", null)]
    [InlineData("""{"type":"config","a":[[[[[[[[1]]]]]]]]}""", "not_json", null)]
    [InlineData("""{"type":"\ud800"}""", "not_json", null)]
    [InlineData("null", "not_an_object", null)]
    [InlineData("[]", "not_an_object", null)]
    [InlineData("\"config\"", "not_an_object", null)]
    [InlineData("""{"type":null}""", "unknown_type", "type")]
    [InlineData("""{"type":"Config"}""", "unknown_type", "type")]
    [InlineData("""{"type":"command"}""", "unknown_action", "action")]
    [InlineData("""{"type":"command","action":"set_paused","value":true}""", "unknown_action", "action")]
    [InlineData("""{"type":"command","action":"set_quality"}""", "missing_value", "value")]
    [InlineData("""{"type":"command","action":"set_quality","value":null}""", "wrong_type", "value")]
    [InlineData("""{"type":"config"}""", "missing_value", null)]
    [InlineData("""{"type":"config","osd":1}""", "wrong_type", "osd")]
    [InlineData("""{"type":"config","quality":60.5}""", "wrong_type", "quality")]
    [InlineData("""{"type":"config","quality":"60"}""", "wrong_type", "quality")]
    [InlineData("""{"type":"config","quality":0}""", "out_of_range", "quality")]
    [InlineData("""{"type":"config","quality":-1e308}""", "out_of_range", "quality")]
    [InlineData("""{"type":"config","quality":1e999}""", "out_of_range", "quality")]
    [InlineData("""{"type":"config","fps":240.5}""", "out_of_range", "fps")]
    [InlineData("""{"type":"config","osd":true,"quality":60,"resize":"big"}""", "wrong_type", "resize")]
    [InlineData("""{"type":"config","resize":{"width":640}}""", "wrong_type", "resize")]
    [InlineData("""{"type":"config","resize":"15x15"}""", "out_of_range", "resize")]
    [InlineData("""{"type":"config","resize":"99999999999x1"}""", "wrong_type", "resize")]
    [InlineData("""{"type":"ack"}""", "missing_value", "seq")]
    [InlineData("""{"type":"ack","seq":1.5}""", "wrong_type", "seq")]
    [InlineData("""{"type":"ack","seq":0}""", "out_of_range", "seq")]
    [InlineData("""{"type":"ping","t":"now"}""", "wrong_type", "t")]
    [InlineData("""{"type":"ping","t":1e999}""", "out_of_range", "t")]
    public void What_can_not_be_applied_whole_names_code_and_field(string text, string code, string? field)
    {
        var (message, error) = Parse(text);
        Assert.Null(message);
        Assert.Equal((code, field), (error!.Code, error.Field));
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_not_JSON() =>
        Assert.Equal("not_json", _parser.Parse("{\"type\":\""u8.ToArray().Append<byte>(0xFF).Concat("\"}"u8.ToArray()).ToArray()).Error!.Code);

    [Theory]
    [InlineData("quality", "60", true)]
    [InlineData("quality", "abc", false)]
    [InlineData("quality", "", false)]
    [InlineData("quality", "1e308", false)]
    [InlineData("quality", "{}", false)]
    [InlineData("fps", "NaN", false)]
    [InlineData("osd", "true", true)]
    [InlineData("osd", "True", false)]
    [InlineData("resize", "640x360", true)]
    [InlineData("resize", "false", true)]
    [InlineData("resize", "99999x1", false)]
    [InlineData("resize", "640 x 360", false)]
    public void A_query_is_read_as_messages_are(string setting, string text, bool good)
    {
        var parser = new SettingsParser(new ResizeOptions());
        var change = new SettingsChange();
        Assert.Equal(good, parser.TryRead(setting, SettingsParser.FromQuery(text), setting, ref change, out ProtocolError? error));
        Assert.Equal(good ? null : setting, error?.Field);
    }

    private (ClientMessage? Message, ProtocolError? Error) Parse(string text) => _parser.Parse(System.Text.Encoding.UTF8.GetBytes(text));

    private SettingsChange Settings(string text)
    {
        var (message, error) = Parse(text);
        Assert.Null(error);
        return Assert.IsType<ClientMessage.Settings>(message).Change;
    }
}
