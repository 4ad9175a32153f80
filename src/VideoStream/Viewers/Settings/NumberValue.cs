using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace VideoStream.Viewers.Settings;

/// <summary>A number within bounds.</summary>
/// <param name="lowest">The lowest that is allowed.</param>
/// <param name="highest">The highest that is allowed.</param>
/// <param name="whole">Whether it must be a whole number.</param>
internal sealed class NumberValue(double lowest, double highest, bool whole = false) : SettingValue<double>
{
    private readonly string _allowed =
        string.Create(CultureInfo.InvariantCulture, $"a {(whole ? "whole number" : "number")} from {lowest} to {highest}");

    public override string Schema => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"{{(whole ? "integer" : "number")}}","minimum":{{lowest}},"maximum":{{highest}}}""");

    public override bool TryRead(JsonElement value, string field, out double read, [NotNullWhen(false)] out SettingError? error)
    {
        read = 0;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out read) || (whole && read != Math.Floor(read)))
            error = SettingError.WrongType(field, _allowed);
        else
            error = read >= lowest && read <= highest ? null : SettingError.OutOfRange(field, _allowed);
        return error is null;
    }
}
