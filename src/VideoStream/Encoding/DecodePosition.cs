using System.Runtime.CompilerServices;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Which frames of a stream somebody has had, as far as later frames depend on them.</summary>
internal struct DecodePosition
{
    private ByLayer _numbers;
    private long _last;

    /// <summary>The number of the last frame of the base layer; 0 for none.</summary>
    public readonly long Base => _numbers[0];

    /// <summary>Whether a frame is newer than those that were had, and depends on none but those.</summary>
    public readonly bool CanDecode(StreamUnit unit)
    {
        if (unit.Number <= _last)
            return false;
        if (unit.IsKeyFrame)
            return true;
        for (int layer = 0; layer < StreamUnit.MaxLayers; layer++)
        {
            if (_numbers[layer] == unit.Reference)
                return true;
        }

        return false;
    }

    /// <summary>Forgets what was had, but not how new it was: later frames depend on something else.</summary>
    public void Lose() => _numbers = default;

    /// <summary>Records that a frame is had.</summary>
    public void Record(StreamUnit unit) => (_numbers[Math.Min(unit.Layer, StreamUnit.MaxLayers - 1)], _last) = (unit.Number, unit.Number);

    [InlineArray(StreamUnit.MaxLayers)]
    private struct ByLayer
    {
        private long _first;
    }
}
