using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// Finds the units of a relayed stream of H.264 that can't be decoded with what came before them. A viewer would not see it by their
/// numbers alone: the service that encodes it also encodes placeholders, which are not published, and there are others here that have the
/// same numbers. Used by one thread at a time.
/// </summary>
internal sealed class RelayedSequence
{
    private DecodePosition _position;
    private long _epoch;

    /// <summary>What comes next is of another stream, or of another part of it: it begins with a key frame.</summary>
    public void Begin() => _position.Lose();

    /// <summary>Adds a unit, if all that it depends on was added.</summary>
    /// <param name="unit">The unit, with its numbers here.</param>
    /// <param name="epoch">See <see cref="Cameras.Sources.Nats.RelayedNumbers.Epoch"/>.</param>
    public bool TryAdd(StreamUnit unit, long epoch)
    {
        if (epoch != _epoch)
            Begin();
        _epoch = epoch;
        if (!_position.CanDecode(unit))
            return false;
        _position.Record(unit);
        return true;
    }

    /// <summary>Whether a key frame is needed because a unit is left out. Without one of a higher layer the others can go on.</summary>
    /// <param name="layer">The unit's layer.</param>
    public bool NeedsKeyFrame(int layer) => layer == 0 || _position.Base == 0;
}
