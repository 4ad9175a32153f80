using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary><c>"jpeg"</c>, <c>"h264"</c>, or <c>"auto"</c> for H.264 where this service has it.</summary>
/// <param name="findProblem">Says why this service has no H.264 now; null if it has.</param>
internal sealed class CodecValue(Func<string?> findProblem) : SettingValue<CodecChoice>
{
    public const string Jpeg = "jpeg", H264 = "h264", Auto = "auto";

    public override string Schema => $$"""{"type":"string","enum":["{{Jpeg}}","{{H264}}","{{Auto}}"]}""";

    /// <summary>The name of a codec.</summary>
    public static string NameOf(Codec codec) => codec == Codec.H264 ? H264 : Jpeg;

    public override bool TryRead(JsonElement value, string field, out CodecChoice read, [NotNullWhen(false)] out SettingError? error)
    {
        string? name = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        (read, error) = (new CodecChoice(Codec.Jpeg, IsAuto: name == Auto), null);
        string? problem = name is H264 or Auto ? findProblem() : null;
        switch (name)
        {
            case Jpeg:
                return true;
            case H264 when problem is not null:
                error = SettingError.OutOfRange(field, $"jpeg or auto: {problem}");
                return false;
            case H264 or Auto:
                read = read with { Codec = problem is null ? Codec.H264 : Codec.Jpeg };
                return true;
            default:
                error = SettingError.WrongType(field, "jpeg, h264 or auto");
                return false;
        }
    }
}
