using VideoStream.Configuration;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets.Protocol;

/// <summary>Messages of clients that are refused, each with its code and the field.</summary>
public sealed class ClientMessageErrorTests
{
    private readonly ClientMessageParser _parser = new(new SettingTable(new VideoStreamOptions()));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("""{"type":"ping"} {"type":"ping"}""")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"ping"} // now""")]
    [InlineData("""{"type":"config","quality":NaN}""")]
    [InlineData("""{"type":"config","quality":Infinity}""")]
    [InlineData("""{"type":"config","quality":060}""")]
    [InlineData("""{'type':'ping'}""")]
    public void A_message_that_is_not_json_is_an_error(string message) => AssertError(message, "not_json", null);

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"type":"ping"}]""")]
    [InlineData("null")]
    [InlineData("60")]
    [InlineData("\"ping\"")]
    [InlineData("true")]
    public void Json_that_is_no_object_is_an_error(string message) => AssertError(message, "not_an_object", null);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":["ping"]}""")]
    [InlineData("""{"type":"Ping"}""")]
    [InlineData("""{"type":"subscribe"}""")]
    [InlineData("""{"Type":"ping"}""")]
    public void An_unknown_type_is_an_error(string message) => AssertError(message, "unknown_type", "type");

    [Theory]
    [InlineData("""{"type":"command"}""")]
    [InlineData("""{"type":"command","action":7,"value":1}""")]
    [InlineData("""{"type":"command","action":"reboot"}""")]
    [InlineData("""{"type":"command","action":"quality","value":60}""")]
    [InlineData("""{"type":"command","action":"set_","value":60}""")]
    [InlineData("""{"type":"command","action":"set_paused","value":true}""")]
    public void An_unknown_action_is_an_error(string message) => AssertError(message, "unknown_action", "action");

    [Theory]
    [InlineData("""{"type":"command","action":"set_quality"}""", "value")]
    [InlineData("""{"type":"ack"}""", "seq")]
    [InlineData("""{"type":"config"}""", null)]
    [InlineData("""{"type":"config","qualty":60}""", null)]
    public void A_missing_value_is_an_error(string message, string? field) => AssertError(message, "missing_value", field);

    [Theory]
    [InlineData("""{"type":"config","quality":"60"}""", "quality")]
    [InlineData("""{"type":"config","quality":"NaN"}""", "quality")]
    [InlineData("""{"type":"config","quality":null}""", "quality")]
    [InlineData("""{"type":"config","quality":60.5}""", "quality")]
    [InlineData("""{"type":"config","quality":true}""", "quality")]
    [InlineData("""{"type":"config","quality":[60]}""", "quality")]
    [InlineData("""{"type":"config","fps":"15"}""", "fps")]
    [InlineData("""{"type":"config","fps":{}}""", "fps")]
    [InlineData("""{"type":"config","osd":1}""", "osd")]
    [InlineData("""{"type":"config","osd":"true"}""", "osd")]
    [InlineData("""{"type":"config","osd":null}""", "osd")]
    [InlineData("""{"type":"config","adaptive":0}""", "adaptive")]
    [InlineData("""{"type":"config","resize":null}""", "resize")]
    [InlineData("""{"type":"config","resize":640}""", "resize")]
    [InlineData("""{"type":"config","resize":"wide"}""", "resize")]
    [InlineData("""{"type":"config","resize":"640*360"}""", "resize")]
    [InlineData("""{"type":"config","resize":[640,360]}""", "resize")]
    [InlineData("""{"type":"config","resize":{}}""", "resize")]
    [InlineData("""{"type":"config","resize":{"width":640}}""", "resize")]
    [InlineData("""{"type":"config","resize":{"width":"640","height":360}}""", "resize")]
    [InlineData("""{"type":"config","resize":{"width":1e308,"height":360}}""", "resize")]
    [InlineData("""{"type":"command","action":"set_quality","value":"60"}""", "value")]
    [InlineData("""{"type":"command","action":"set_resize","value":null}""", "value")]
    [InlineData("""{"type":"ack","seq":"1"}""", "seq")]
    [InlineData("""{"type":"ack","seq":1.5}""", "seq")]
    [InlineData("""{"type":"ack","seq":1e308}""", "seq")]
    [InlineData("""{"type":"ack","seq":null}""", "seq")]
    [InlineData("""{"type":"ping","t":"now"}""", "t")]
    [InlineData("""{"type":"ping","t":null}""", "t")]
    public void A_wrong_type_is_an_error(string message, string field) => AssertError(message, "wrong_type", field);

    [Theory]
    [InlineData("""{"type":"config","quality":0}""", "quality")]
    [InlineData("""{"type":"config","quality":-0.0}""", "quality")]
    [InlineData("""{"type":"config","quality":101}""", "quality")]
    [InlineData("""{"type":"config","quality":-5}""", "quality")]
    [InlineData("""{"type":"config","quality":1e308}""", "quality")]
    [InlineData("""{"type":"config","quality":1e999}""", "quality")]
    [InlineData("""{"type":"config","quality":-1e999}""", "quality")]
    [InlineData("""{"type":"config","fps":0}""", "fps")]
    [InlineData("""{"type":"config","fps":0.049}""", "fps")]
    [InlineData("""{"type":"config","fps":240.1}""", "fps")]
    [InlineData("""{"type":"config","fps":1e308}""", "fps")]
    [InlineData("""{"type":"config","fps":1e999}""", "fps")]
    [InlineData("""{"type":"config","resize":"99999x1"}""", "resize")]
    [InlineData("""{"type":"config","resize":"0x0"}""", "resize")]
    [InlineData("""{"type":"config","resize":"15x16"}""", "resize")]
    [InlineData("""{"type":"config","resize":{"width":-640,"height":360}}""", "resize")]
    [InlineData("""{"type":"config","resize":{"width":8193,"height":360}}""", "resize")]
    [InlineData("""{"type":"command","action":"set_quality","value":1000}""", "value")]
    [InlineData("""{"type":"command","action":"set_fps","value":1e999}""", "value")]
    [InlineData("""{"type":"ack","seq":0}""", "seq")]
    [InlineData("""{"type":"ack","seq":-1}""", "seq")]
    [InlineData("""{"type":"ping","t":1e999}""", "t")]
    public void A_value_out_of_range_is_an_error(string message, string field) => AssertError(message, "out_of_range", field);

    [Theory]
    [InlineData("""{"type":"config","osd":true,"quality":0}""", "quality")]
    [InlineData("""{"type":"config","osd":true,"quality":60,"fps":15,"resize":"640x360","adaptive":1}""", "adaptive")]
    [InlineData("""{"type":"config","osd":"yes","quality":60,"fps":15}""", "osd")]
    public void Config_with_one_bad_field_of_several_applies_none(string message, string field)
    {
        Assert.Equal(field, Error(message).Field);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(5)]
    public void Deep_nesting_is_refused(int depth)
    {
        string arrays = new string('[', depth) + new string(']', depth);
        AssertError($$"""{"type":"ping","t":{{arrays}}}""", "not_json", null);
        AssertError($$"""{"type":"ping","other":{{arrays}}}""", "not_json", null);
    }

    [Theory]
    [InlineData("""{"type":"config","quality":60,"quality":90}""")]
    [InlineData("""{"type":"ping","type":"config","quality":60}""")]
    [InlineData("""{"type":"config","quality":60,"qualit\u0079":90}""")]
    [InlineData("""{"type":"config","resize":{"width":640,"height":360,"width":16}}""")]
    public void A_field_that_is_named_twice_is_refused(string message) => AssertError(message, "not_json", null);

    [Theory]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"command","action":"\udc00"}""")]
    [InlineData("""{"type":"config","resize":"\ud800x\ud800"}""")]
    public void Half_a_surrogate_pair_is_refused(string message) => AssertError(message, "not_json", null);

    [Theory]
    [InlineData("""{"\ud800":1,"type":"ping"}""")]
    [InlineData("""{"type":"ping","\udc00":1,"\udc00":2}""")]
    [InlineData("""{"type":"ping","note":"\ud800"}""")]
    [InlineData("""{"type\ud800":1}""")]
    public void Half_a_surrogate_pair_in_an_unknown_field_is_read_or_is_an_error(string message)
    {
        var (parsed, error) = _parser.Parse(Utf8(message));
        Assert.True(parsed is null != error is null);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' })]
    public void Bytes_that_are_no_utf8_json_are_refused(byte[] message)
    {
        var (parsed, error) = _parser.Parse(message);
        Assert.Null(parsed);
        Assert.Equal("not_json", error!.Code);
    }

    [Fact]
    public void An_error_says_what_is_allowed()
    {
        Assert.Equal("quality must be a whole number from 1 to 100", Error("""{"type":"config","quality":0}""").Message);
        Assert.Equal("value must be a number from 0.05 to 240", Error("""{"type":"command","action":"set_fps","value":"x"}""").Message);
        Assert.Contains("16 to 8192", Error("""{"type":"config","resize":"1x1"}""").Message, StringComparison.Ordinal);
        Assert.Contains("set_resize", Error("""{"type":"command","action":"zoom"}""").Message, StringComparison.Ordinal);
    }

    private static ReadOnlyMemory<byte> Utf8(string message) => System.Text.Encoding.UTF8.GetBytes(message);

    private SettingError Error(string message)
    {
        var (parsed, error) = _parser.Parse(Utf8(message));
        Assert.Null(parsed);
        return error!;
    }

    private void AssertError(string message, string code, string? field)
    {
        SettingError error = Error(message);
        Assert.Equal((code, field), (error.Code, error.Field));
        Assert.NotEmpty(error.Message);
    }
}
