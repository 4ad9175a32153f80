namespace VideoStream.Adaptation;

/// <summary>What a link carries, in bytes a second.</summary>
/// <param name="Least">What it carries at least, which a downgrade has to fit into; infinite while unknown.</param>
/// <param name="Most">What it may carry, which an upgrade has to fit into; infinite while no measurement showed a limit.</param>
internal readonly record struct LinkCapacity(double Least, double Most)
{
    public static readonly LinkCapacity Unknown = new(double.PositiveInfinity, double.PositiveInfinity);
}
