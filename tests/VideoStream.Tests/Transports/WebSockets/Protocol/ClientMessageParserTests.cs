using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets.Protocol;

/// <summary>Messages of clients that are read.</summary>
public sealed class ClientMessageParserTests
{
    private static readonly ViewerSettings Before = ViewerSettings.Defaults(new VideoStreamOptions());

    private readonly ClientMessageParser _parser = new(new SettingTable(new VideoStreamOptions()));

    [Fact]
    public void Config_with_every_field_sets_them_all()
    {
        Assert.Equal(
            Before with
            {
                Osd = true,
                Encoding = VariantEncoding.Jpeg(60),
                Fps = 12.5,
                MaxSize = new PictureSize(640, 480),
                Adaptive = false,
            },
            Change("""{"type":"config","osd":true,"quality":60,"fps":12.5,"resize":true,"adaptive":false}"""));
    }

    [Fact]
    public void Config_sets_only_what_it_names_and_ignores_unknown_fields()
    {
        Assert.Equal(Before with { Osd = true }, Change("""{"osd":true,"theme":{"dark":[1]},"type":"config"}"""));
    }

    [Theory]
    [InlineData("""{"type":"command","action":"set_quality","value":60}""", "quality")]
    [InlineData("""{"type":"command","action":"set_fps","value":15}""", "fps")]
    [InlineData("""{"type":"command","action":"set_osd","value":true}""", "osd")]
    [InlineData("""{"type":"command","action":"set_resize","value":"320x240"}""", "resize")]
    [InlineData("""{"type":"command","action":"set_adaptive","value":false}""", "adaptive")]
    [InlineData("""{"type":"command","action":"pause"}""", "pause")]
    [InlineData("""{"type":"command","action":"resume","value":"ignored"}""", "resume")]
    public void Command_sets_one_thing(string message, string what)
    {
        ViewerSettings expected = what switch
        {
            "quality" => Before with { Encoding = VariantEncoding.Jpeg(60) },
            "fps" => Before with { Fps = 15 },
            "osd" => Before with { Osd = true },
            "resize" => Before with { MaxSize = new PictureSize(320, 240) },
            "adaptive" => Before with { Adaptive = false },
            _ => Before with { Paused = what == "pause" },
        };
        Assert.Equal(expected, Change(message));
    }

    [Theory]
    [InlineData("""{"type":"config","resize":true}""", 640, 480)]
    [InlineData("""{"type":"config","resize":"16x8192"}""", 16, 8192)]
    [InlineData("""{"type":"config","resize":{"width":640,"height":360}}""", 640, 360)]
    [InlineData("""{"type":"config","resize":{"height":360,"width":640,"keep":true}}""", 640, 360)]
    public void Resize_in_any_of_its_forms_is_a_box(string message, int width, int height)
    {
        Assert.Equal(new PictureSize(width, height), Change(message).MaxSize);
    }

    [Fact]
    public void Resize_false_is_the_size_of_the_camera()
    {
        ViewerSettings boxed = Before with { MaxSize = new PictureSize(640, 480) };
        Assert.Null(Change("""{"type":"config","resize":false}""", boxed).MaxSize);
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("60.0", 60)]
    [InlineData("6e1", 60)]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    public void Quality_is_a_whole_number_however_it_is_written(string value, int quality)
    {
        Assert.Equal(VariantEncoding.Jpeg(quality), Change($$"""{"type":"config","quality":{{value}}}""").Encoding);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("9223372036854775807")]
    public void Ack_names_a_frame(string seq)
    {
        var ack = Assert.IsType<ClientMessage.Ack>(Parse($$"""{"type":"ack","seq":{{seq}}}"""));
        Assert.Equal(seq, ack.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Ping_is_read_with_and_without_its_time()
    {
        Assert.Equal(new ClientMessage.Ping(123.25), Parse("""{"type":"ping","t":123.25}"""));
        Assert.Equal(new ClientMessage.Ping(null), Parse("""{"type":"ping"}"""));
    }

    [Fact]
    public void Text_in_any_script_is_ignored_in_an_unknown_field()
    {
        Assert.IsType<ClientMessage.Ping>(Parse("""{"type":"ping","Ünïcode":"😀 \ud83d\ude00"}"""));
    }

    private static ReadOnlyMemory<byte> Utf8(string message) => System.Text.Encoding.UTF8.GetBytes(message);

    private ClientMessage Parse(string message)
    {
        var (parsed, error) = _parser.Parse(Utf8(message));
        Assert.Null(error);
        return parsed!;
    }

    private ViewerSettings Change(string message, ViewerSettings? before = null) =>
        Assert.IsType<ClientMessage.Settings>(Parse(message)).Change.ApplyTo(before ?? Before);
}
