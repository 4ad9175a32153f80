using VideoStream.Access;

namespace VideoStream.Viewers;

/// <summary>Why there is no place for a viewer.</summary>
/// <param name="Cause">The cause, for the log.</param>
/// <param name="Text">The reason in words for people.</param>
/// <param name="Hint">The reason for the operator, and what to change.</param>
internal sealed record PlaceRefusal(RefusalCause Cause, string Text, string Hint)
{
    /// <summary>All places are taken.</summary>
    public static PlaceRefusal Full(int places) => new(
        RefusalCause.TooManyClients,
        $"{places} of {places} places are taken",
        $"all {places} places are taken, see VideoStream:WebSocket:MaxClients");

    /// <summary>The viewer's address has as many places as one may have.</summary>
    public static PlaceRefusal AddressFull(int places) => new(
        RefusalCause.TooManyOfAddress,
        $"this address has {places} of {places} places",
        $"an address asks for more than {places} places, see VideoStream:WebSocket:MaxClientsPerAddress");

    /// <summary>The page has as many viewers as one may have.</summary>
    public static PlaceRefusal PageFull(int viewers) => new(
        RefusalCause.TooManyOfPage,
        $"this page has {viewers} of {viewers} streams",
        $"a page asks for more than {viewers} streams");
}
