using System.Text.Json;
using CsCheck;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets.Protocol;

/// <summary>The schema of the client's messages accepts what the parser accepts, and refuses what it refuses.</summary>
public sealed class ClientSchemaTests
{
    private const int Messages = 20_000;

    private static readonly SettingTable Settings = new(new VideoStreamOptions());

    private static readonly string[] Types = ["\"config\"", "\"command\"", "\"ack\"", "\"ping\"", "\"hello\"", "5", "null"];

    private static readonly string[] Actions =
    [
        .. Settings.All.Select(setting => $"\"set_{setting.Name}\""), "\"pause\"", "\"resume\"", "\"set_\"", "\"quality\"", "true",
    ];

    private static readonly string[] Fields = ["value", "osd", "quality", "fps", "resize", "adaptive", "seq", "t", "other"];

    private static readonly string[] Values =
    [
        "true", "false", "null", "0", "-0", "1", "60", "60.0", "60.5", "6e1", "100", "101", "-1", "0.05", "0.049", "240", "240.1", "1e15",
        "9223372036854775807", "9223372036854775808", "{}", "[]", "[[]]", "[60]",
        "\"source\"", "\"Source\"", "\"60\"", "\"\"",
        "\"640x360\"", "\"0640x00360\"", "\"16x8192\"", "\"15x16\"", "\"8193x16\"", "\"640x\"",
        "\"640x360\\u0000\"", "\" 640x360\"", "\"640X360\"", "\"-640x360\"", "\"640x360x1\"", "\"\\u0661\\u0666x16\"",
        """{"width":640,"height":360}""", """{"width":16}""", """{"width":8193,"height":16}""", """{"height":16,"width":16,"other":[]}""",
        """{"width":"640","height":360}""", """{"width":640.5,"height":360}""",
    ];

    private static readonly Gen<string> Value = Gen.OneOf(
        Mutations.Word(Values),
        Gen.Int[-10, 9000].Select(number => $"{number}"),
        Gen.String.Select(text => JsonSerializer.Serialize(text)));

    /// <summary>Messages with a type, perhaps an action, and up to four fields, each with any value.</summary>
    private static readonly Gen<string> Message = Gen.Select(
        Mutations.Word(Types), Gen.OneOf(Mutations.Word(Actions), Gen.Const("")), Gen.Select(Mutations.Word(Fields), Value).Array[0, 4],
        (type, action, fields) => Write(type, action, fields));

    private readonly ClientMessageParser _parser = new(Settings);

    [Fact]
    public void A_message_is_accepted_by_both_or_by_neither()
    {
        int accepted = 0;
        Message.Sample(message => accepted += IsReadByBoth(message) ? 1 : 0, iter: Messages, threads: 1);
        Assert.InRange(accepted, Messages / 20, Messages * 19 / 20);
    }

    /// <summary>Each value for each field, which the messages above may miss.</summary>
    [Fact]
    public void A_value_of_a_field_is_accepted_by_both_or_by_neither()
    {
        foreach (string value in Values)
        {
            foreach (string field in Fields)
                Assert.All(Types, type => IsReadByBoth(Write(type, "", [(field, value)])));
            Assert.All(Actions, action => IsReadByBoth(Write("\"command\"", action, [("value", value)])));
        }
    }

    /// <summary>What the description of the schema says that no schema can say.</summary>
    [Theory]
    [InlineData("""{"type":"ping","other":[[[[]]]]}""")]
    [InlineData("""{"type":"ping","t":1,"t":1}""")]
    [InlineData("""{"type":"ping","other":"\ud800","type":"ping"}""")]
    [InlineData("""{"type":"ack","seq":1.0}""")]
    [InlineData("""{"type":"ack","seq":1e3}""")]
    [InlineData("""{"type":"config","resize":{"width":640.0,"height":360}}""")]
    public void What_a_schema_can_not_say_is_refused_by_the_parser_alone(string message)
    {
        Assert.True(ProtocolSchema.Client.Accepts(message));
        Assert.False(IsRead(message));
    }

    [Fact]
    public void The_settings_are_those_of_the_table()
    {
        string[] names = [.. Settings.All.Select(setting => setting.Name)];
        Assert.Equal(["type", .. names], ProtocolSchema.Client.Fields("config"));
        var actions = ProtocolSchema.Client.Definition("command")["oneOf"]!.AsArray().Select(action => action!["properties"]!["action"]!);
        Assert.Equal(
            [.. names.Select(name => "set_" + name), "pause", "resume", "request_key_frame"],
            actions.SelectMany(action => action["const"] is { } one ? [one.GetValue<string>()] : ProtocolSchema.Values(action)));
    }

    [Fact]
    public void The_types_are_those_that_an_unknown_type_is_answered_with()
    {
        var (_, error) = _parser.Parse("{}"u8.ToArray());
        Assert.All(ProtocolSchema.Client.Messages, type => Assert.Contains(type, error!.Message, StringComparison.Ordinal));
        Assert.Equal(4, ProtocolSchema.Client.Messages.Count());
    }

    private bool IsReadByBoth(string message)
    {
        bool isRead = IsRead(message);
        Assert.True(isRead == ProtocolSchema.Client.Accepts(message), $"{(isRead ? "read" : "refused")}: {message}");
        return isRead;
    }

    private bool IsRead(string message) => _parser.Parse(System.Text.Encoding.UTF8.GetBytes(message)).Message is not null;

    private static string Write(string type, string action, (string Name, string Value)[] fields)
    {
        var members = fields.DistinctBy(field => field.Name).Where(field => !IsException(field.Name, field.Value))
            .Select(field => $"\"{field.Name}\":{field.Value}");
        string[] named = action.Length > 0 ? [$"\"action\":{action}"] : [];
        return $"{{{string.Join(',', [$"\"type\":{type}", .. named, .. members])}}}";
    }

    /// <summary>A number that is whole and not written with digits alone.</summary>
    private static bool IsException(string name, string value) => name == "seq" && value is "60.0" or "6e1" or "1e15";
}
