using System.Numerics;

namespace VideoStream.Relay;

/// <summary>Which of the last 32 frames of a link came after others that the service had to leave out.</summary>
internal struct LossHistory
{
    /// <summary>A pause of the link makes one such frame, or one of each variant. A link that is too thin goes on to make them.</summary>
    private const int Many = 4;

    private uint _last;

    /// <summary>Whether these are so many that the link carries less than is asked for.</summary>
    public readonly bool AreMany => BitOperations.PopCount(_last) >= Many;

    /// <summary>A frame has come.</summary>
    public void Add(bool isAfterLoss) => _last = (_last << 1) | (isAfterLoss ? 1u : 0);

    /// <summary>What was before says nothing of what comes.</summary>
    public void Clear() => _last = 0;
}
