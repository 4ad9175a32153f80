namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// The numbers of relayed frames: those of the service that publishes them, as long as they rise. After a placeholder of our own, and
/// after a restart of that service, they are shifted, by the same in all variants. The caller's lock guards every call.
/// </summary>
internal sealed class RelayedNumbers
{
    private long _instance;
    private long _shift;
    private long _first;
    private long _newest;
    private bool _hasNoFrame;

    /// <summary>Rises when the shift is found anew. What came before is none of the frames that later ones depend on.</summary>
    public long Epoch { get; private set; }

    /// <summary>A connection begins: placeholders may come before its first frame.</summary>
    public void Begin() => _hasNoFrame = true;

    /// <summary>The number of a frame here.</summary>
    /// <param name="instance">The service that publishes it, see <see cref="PublishedState.Instance"/>.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="next">The camera's next number here, after all relayed frames and placeholders.</param>
    /// <returns>The number; 0 if the frame is older than the shift.</returns>
    /// <remarks>
    /// If the next number follows that of the last relayed frame, there was no placeholder in between, and nothing changes: another variant
    /// may bring the same frame, or one before it, a moment later. There is one within a connection too, after a standstill: a frame with
    /// its number would not be shown, and units that refer to that number would be decoded with the placeholder.
    /// </remarks>
    public long Of(long instance, long number, long next)
    {
        if (instance != _instance || next > _newest + 1 || (_hasNoFrame && number + _shift < _first))
        {
            (_instance, _first) = (instance, Math.Max(next, _newest + 1));
            (_shift, Epoch) = (Math.Max(0, _first - number), Epoch + 1);
        }

        _hasNoFrame = false;
        long shifted = number + _shift;
        if (shifted < _first)
            return 0;
        _newest = Math.Max(_newest, shifted);
        return shifted;
    }

    /// <summary>The number here of a frame that another one depends on.</summary>
    /// <param name="number">Its number there; 0 for none.</param>
    public long OfReference(long number) => number == 0 ? 0 : number + _shift;
}
