using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>Kernel statistics that the test sets.</summary>
internal sealed class FakeLinkProbe : ILinkProbe
{
    /// <summary>The next sample; null if the platform has no statistics.</summary>
    public TcpSnapshot? Sample { get; set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    /// <summary>The bytes that are not acknowledged; null if the platform does not say.</summary>
    public int? Unacknowledged { get; set; } = 0;

    /// <summary>How often they were read.</summary>
    public int Checks { get; private set; }

    public bool TryReadUnacknowledged(out int bytes)
    {
        Checks++;
        bytes = Unacknowledged ?? 0;
        return Unacknowledged is not null;
    }

    public bool TryRead(out TcpSnapshot snapshot)
    {
        Reads++;
        snapshot = Sample ?? default;
        return Sample is not null;
    }
}
