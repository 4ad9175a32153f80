using System.Globalization;

namespace VideoStream.Relay;

/// <summary>What a relay says with a lease, as text: its id and, where it does not take all frames, how many a second.</summary>
/// <param name="Id">The relay's id.</param>
/// <param name="Rate">Frames a second at most; infinite for all.</param>
internal readonly record struct LeaseRequest(string Id, double Rate)
{
    /// <summary>The least that can be asked for.</summary>
    public const double MinRate = 1;

    private const int MaxLength = 100;

    /// <summary>Reads one.</summary>
    /// <returns>Null if it is none.</returns>
    public static LeaseRequest? Parse(string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength })
            return null;
        string[] parts = text.Split(' ');
        if (parts is [var id])
            return new(id, double.PositiveInfinity);
        return parts is [{ Length: > 0 } named, var number]
            && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rate)
            && rate >= MinRate
            ? new(named, rate)
            : null;
    }

    public override string ToString() =>
        double.IsInfinity(Rate) ? Id : string.Create(CultureInfo.InvariantCulture, $"{Id} {Math.Max(Rate, MinRate):0.0}");
}
