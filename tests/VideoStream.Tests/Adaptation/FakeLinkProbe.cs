using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>Kernel statistics that the test sets.</summary>
internal sealed class FakeLinkProbe : ILinkProbe
{
    /// <summary>The next sample; null if the platform has no statistics.</summary>
    public TcpSnapshot? Sample { get; set; }

    /// <summary>How often it was read.</summary>
    public int Reads { get; private set; }

    public bool TryRead(out TcpSnapshot snapshot)
    {
        Reads++;
        snapshot = Sample ?? default;
        return Sample is not null;
    }
}
