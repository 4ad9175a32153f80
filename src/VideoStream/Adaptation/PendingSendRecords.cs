using System.Runtime.CompilerServices;

namespace VideoStream.Adaptation;

/// <summary>Frames that were sent and not yet taken account of: in place, as what is elsewhere is in no cache when a viewer's turn comes.</summary>
[InlineArray(TcpInfoSampler.MaxFrames)]
internal struct PendingSendRecords
{
    private SentFrame _first;
}
