using System.Globalization;

namespace VideoStream.Configuration;

/// <summary>One rung of the ladder of H.264: a box that frames are fitted into, and a bitrate.</summary>
/// <param name="Width">Width of the box in pixels.</param>
/// <param name="Height">Height of the box in pixels.</param>
/// <param name="Kilobits">The bitrate in kbit/s.</param>
internal readonly record struct LadderRung(int Width, int Height, int Kilobits)
{
    /// <summary>Lowest and highest bitrate in kbit/s.</summary>
    public const int MinKilobits = 50, MaxKilobits = 50_000;

    /// <summary>What a rung looks like, for an error's text.</summary>
    public static string Allowed { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"a box and kbit/s, such as 1280x720@2500: {SizeLimits.MinSide} to {SizeLimits.MaxSide} a side, {MinKilobits} to {MaxKilobits}");

    /// <summary>Reads <c>1280x720@2500</c>.</summary>
    public static bool TryParse(string? text, out LadderRung rung)
    {
        rung = default;
        string[] parts = (text ?? "").Split('x', '@');
        if (parts.Length != 3 || text!.IndexOf('x', StringComparison.Ordinal) > text.IndexOf('@', StringComparison.Ordinal))
            return false;
        if (!TryParse(parts[0], SizeLimits.MinSide, SizeLimits.MaxSide, out int width)
            || !TryParse(parts[1], SizeLimits.MinSide, SizeLimits.MaxSide, out int height)
            || !TryParse(parts[2], MinKilobits, MaxKilobits, out int kilobits))
            return false;
        rung = new(width, height, kilobits);
        return true;
    }

    private static bool TryParse(string text, int lowest, int highest, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= lowest && number <= highest;
}
