using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using CsCheck;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets.Protocol;

/// <summary>The schema of the service's messages says what the service sends, and the client's types have the same fields.</summary>
public sealed partial class ServerSchemaTests
{
    private static readonly EffectiveSettings Effective = new(true, 50, 80, 29.97, 12, "640x360", "320x180", true, false, "h264", 750);
    private static readonly Limits Limits = new(30, 4096, 10);

    private static readonly ServerMessage[] Full =
    [
        new ServerMessage.Hello("0a1b2c3d", "front", "Süd 門", CameraState.Live, 1280, 720, 25, Limits, Effective, ["fps", "resize"], null),
        Config(Effective),
        new ServerMessage.Video("avc1.42C01F", 1280, 720),
        new ServerMessage.CameraChange("front", "Süd 門", CameraState.Lost, "no such device: /dev/video0", 1_700_000_000_000_001),
        new ServerMessage.Stats(
            29.9, 4321, 100, 3, 80, 640, 360, 30, 12.3, 4.5, 6789.1, 23.4, 2.51, false, LimitedBy.Link, CameraState.Live, 24.98, true,
            "h264", "no memory", "it has B-frames"),
        new ServerMessage.Pong(123.4, 1_700_000_000_000_001),
        new ServerMessage.Error(ErrorCode.OutOfRange, "too much", "quality"),
    ];

    private static readonly ServerMessage[] Least =
    [
        new ServerMessage.Hello("0a1b2c3d", "front", "Süd 門", CameraState.Connecting, null, null, null, Limits, Effective, [],
            "the camera has H.265"),
        Config(Effective),
        new ServerMessage.CameraChange("front", "Süd 門", CameraState.Live, null, null),
        new ServerMessage.Stats(
            0, 0, 0, 0, 80, null, null, 15, null, null, null, null, null, false, LimitedBy.Camera, CameraState.Connecting, null, false,
            "jpeg", null, null),
        new ServerMessage.Pong(null, 1),
        new ServerMessage.Error(ErrorCode.NotJson, "what", null),
    ];

    /// <summary>Each object of the protocol, by the name of its definition.</summary>
    public static TheoryData<string, Type> Objects => new()
    {
        { "hello", typeof(ServerMessage.Hello) },
        { "camera", typeof(ServerMessage.CameraChange) },
        { "video", typeof(ServerMessage.Video) },
        { "stats", typeof(ServerMessage.Stats) },
        { "pong", typeof(ServerMessage.Pong) },
        { "error", typeof(ServerMessage.Error) },
        { "limits", typeof(Limits) },
        { "settings", typeof(EffectiveSettings) },
    };

    [Fact]
    public void There_are_as_many_messages_as_types()
    {
        Type[] types = [.. typeof(ServerMessage).GetNestedTypes(BindingFlags.NonPublic).Where(typeof(ServerMessage).IsAssignableFrom)];
        Assert.Equal(types.OrderBy(type => type.Name), Full.Select(message => message.GetType()).OrderBy(type => type.Name));
        Assert.Equal(Full.Select(message => message.Type).Order(), ProtocolSchema.Server.Messages.Order());
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void An_object_has_the_fields_of_its_type(string name, Type type)
    {
        IList<JsonPropertyInfo> properties = ProtocolJson.Default.GetTypeInfo(type)!.Properties;
        Assert.Equal(properties.Select(property => property.Name).Order(), ProtocolSchema.Server.Fields(name).Order());
        Assert.Equal(
            properties.Where(property => !property.IsGetNullable).Select(property => property.Name).Order(),
            ProtocolSchema.Server.Required(name).Order());
    }

    [Fact]
    public void Config_has_the_fields_of_the_settings()
    {
        Assert.Equal(["type", .. ProtocolSchema.Server.Fields("settings")], ProtocolSchema.Server.Fields("config"));
        Assert.Equal(["type", .. ProtocolSchema.Server.Required("settings")], ProtocolSchema.Server.Required("config"));
    }

    [Fact]
    public void Words_are_those_of_the_code()
    {
        Assert.Equal(Names<CameraState>(), ProtocolSchema.Values(ProtocolSchema.Server.Definition("state")).Order());
        Assert.Equal(
            Names<LimitedBy>(), ProtocolSchema.Values(ProtocolSchema.Server.Definition("stats")["properties"]!["limit"]!).Order());
        // A camera is named in the address alone.
        IEnumerable<string> codes = typeof(ErrorCode).GetFields().Select(code => (string)code.GetRawConstantValue()!);
        Assert.Equal(
            codes.Except([ErrorCode.UnknownCamera, ErrorCode.NoCameraYet]).Order(),
            ProtocolSchema.Values(ProtocolSchema.Server.Definition("error")["properties"]!["code"]!).Order());
    }

    [Fact]
    public void Messages_with_and_without_what_may_be_missing_are_valid()
    {
        Assert.All([.. Full, .. Least], message => AssertValid(message));
    }

    /// <summary>The test above could not fail if the schema allowed anything.</summary>
    [Fact]
    public void A_message_without_a_field_that_must_be_there_is_not_valid()
    {
        foreach (ServerMessage message in Full)
        {
            Assert.All(ProtocolSchema.Server.Required(message.Type), field =>
            {
                var fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(ProtocolJson.Serialize(message))!;
                Assert.True(fields.Remove(field));
                Assert.False(ProtocolSchema.Server.Accepts(JsonSerializer.SerializeToElement(fields)), $"{message.Type} without {field}");
            });
        }
    }

    [Fact]
    public void Any_settings_are_valid() =>
        Gen.Select(Gen.Int[1, 100], Gen.Double[0.05, 240], Gen.Int[16, 8192], Gen.Int[0, 7], Gen.Bool, Gen.Bool).Sample(
            (quality, fps, side, kind, osd, adaptive) =>
            {
                var encoding = kind % 2 == 0 ? VariantEncoding.Jpeg(quality) : VariantEncoding.Passthrough(quality);
                PictureSize? box = kind < 4 ? new PictureSize(side, 16) : null;
                Codec codec = kind == 6 ? Codec.H264 : Codec.Jpeg;
                var settings = new ViewerSettings(osd, encoding, fps, box, adaptive, Paused: kind == 3, codec);
                VariantEncoding sent = kind == 6 ? VariantEncoding.H264(quality) : VariantEncoding.Jpeg(quality);
                var rendition = new Rendition(sent, box?.FitInto(new PictureSize(64, 64)), fps / 2);
                AssertValid(Config(EffectiveSettings.Of(settings, kind == 5 ? null : rendition, new ClientLimits())));
            },
            iter: 500,
            threads: 1);

    [Theory]
    [InlineData("HelloMessage", "hello")]
    [InlineData("ConfigMessage", "config")]
    [InlineData("CameraMessage", "camera")]
    [InlineData("StatsMessage", "stats")]
    [InlineData("ErrorDetail", "error")]
    public void The_types_of_the_client_have_the_same_fields(string type, string name)
    {
        string text = Repository.Text("wwwroot/js/client/types.d.ts");
        string body = Regex.Match(text, $@"export interface {type} \{{(.*?)\n\}}", RegexOptions.Singleline).Groups[1].Value;
        string[] fields = [.. FieldNames().Matches(body).Select(match => match.Groups[1].Value)];
        Assert.Equal(ProtocolSchema.Server.Fields(name).Except(["type"]).Order(), fields.Except(["type"]).Order());
    }

    /// <summary>A field in an interface's body, which has two spaces before it. Index signatures have a bracket there.</summary>
    [GeneratedRegex(@"^  (\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex FieldNames();

    private static void AssertValid(ServerMessage message)
    {
        byte[] text = ProtocolJson.Serialize(message);
        Assert.True(ProtocolSchema.Server.Accepts(JsonElement.Parse(text)), System.Text.Encoding.UTF8.GetString(text));
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Order();

    private static ServerMessage.Config Config(EffectiveSettings settings) => new() { Fields = ProtocolJson.ToFields(settings) };
}
