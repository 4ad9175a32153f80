using System.Runtime.CompilerServices;

namespace VideoStream.Adaptation;

/// <summary>Pictures that were sent and not yet taken account of: in place, as what is elsewhere is in no cache when a viewer's turn comes.</summary>
[InlineArray(LookInterval.MostPictures)]
internal struct DeferredPictures
{
    private SentPicture _first;
}
