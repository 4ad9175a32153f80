using System.Text.Json;
using System.Text.Unicode;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets.Protocol;

/// <summary>Reads the text messages of clients. A message with any fault has no effect.</summary>
internal sealed class ClientMessageParser(SettingTable settings)
{
    private const int MaxDepth = 4;
    private const string SetPrefix = "set_";
    private const string KeyFrameAction = "request_key_frame";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly string _actions = string.Join(", ", settings.All.Select(setting => SetPrefix + setting.Name));

    /// <summary>Reads one text message.</summary>
    /// <returns>The message, or what is wrong with it: one of the two.</returns>
    public (ClientMessage? Message, SettingError? Error) Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            if (!Utf8.IsValid(utf8.Span))
                return Fail(ErrorCode.NotJson, "the message is not UTF-8");
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : Fail(ErrorCode.NotAnObject, "a message must be a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair, which the parser accepts.
            return Fail(ErrorCode.NotJson, "the message is not JSON, is nested too deeply or names a field twice");
        }
    }

    private (ClientMessage?, SettingError?) Read(JsonElement message) => Text(message, "type") switch
    {
        "config" => Config(message),
        "command" => Command(message),
        "ack" => Ack(message),
        "ping" => Ping(message),
        _ => Fail(ErrorCode.UnknownType, "type must be config, command, ack or ping", "type"),
    };

    private (ClientMessage?, SettingError?) Config(JsonElement message)
    {
        var change = new SettingsChange();
        foreach (ViewerSetting setting in settings.All)
        {
            if (message.TryGetProperty(setting.Name, out JsonElement value)
                && !setting.TryRead(value, setting.Name, change, out SettingError? error))
                return (null, error);
        }

        return change.IsEmpty
            ? Fail(ErrorCode.MissingValue, $"config must name one of {settings.Names}")
            : (new ClientMessage.Settings(change), null);
    }

    private (ClientMessage?, SettingError?) Command(JsonElement message)
    {
        string action = Text(message, "action") ?? "";
        var change = new SettingsChange();
        if (action is "pause" or "resume")
        {
            change.Add(before => before with { Paused = action == "pause" });
            return (new ClientMessage.Settings(change), null);
        }

        if (action == KeyFrameAction)
            return (new ClientMessage.KeyFrameRequest(), null);
        ViewerSetting? setting = action.StartsWith(SetPrefix, StringComparison.Ordinal) ? settings.Find(action[SetPrefix.Length..]) : null;
        if (setting is null)
            return Fail(ErrorCode.UnknownAction, $"action must be {_actions}, pause, resume or {KeyFrameAction}", "action");
        if (!message.TryGetProperty("value", out JsonElement value))
            return Fail(ErrorCode.MissingValue, $"{action} needs a value", "value");
        return setting.TryRead(value, "value", change, out SettingError? error)
            ? (new ClientMessage.Settings(change), null)
            : (null, error);
    }

    private static (ClientMessage?, SettingError?) Ack(JsonElement message)
    {
        if (!message.TryGetProperty("seq", out JsonElement seq))
            return Fail(ErrorCode.MissingValue, "ack needs a seq", "seq");
        if (seq.ValueKind != JsonValueKind.Number || !seq.TryGetInt64(out long number))
            return Fail(ErrorCode.WrongType, "seq must be a whole number", "seq");
        return number > 0
            ? (new ClientMessage.Ack(number), null)
            : Fail(ErrorCode.OutOfRange, "seq must be a picture's number, from 1", "seq");
    }

    private static (ClientMessage?, SettingError?) Ping(JsonElement message)
    {
        if (!message.TryGetProperty("t", out JsonElement t))
            return (new ClientMessage.Ping(null), null);
        if (t.ValueKind != JsonValueKind.Number || !t.TryGetDouble(out double number))
            return Fail(ErrorCode.WrongType, "t must be a number", "t");
        return double.IsFinite(number)
            ? (new ClientMessage.Ping(number), null)
            : Fail(ErrorCode.OutOfRange, "t must be a finite number", "t");
    }

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (ClientMessage?, SettingError?) Fail(string code, string message, string? field = null) =>
        (null, new SettingError(code, message, field));
}
