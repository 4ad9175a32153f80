namespace VideoStream.Adaptation;

/// <summary>The frames that a <see cref="LinkController"/> chooses from.</summary>
internal interface IRenditionSource
{
    /// <summary>What the viewer asked for.</summary>
    RenditionRequest Request { get; }

    /// <summary>The camera's frames a second; 0 while unknown. For any thread.</summary>
    double FrameRate { get; }

    /// <summary>Whether this machine encodes or sends the viewer's variant too slowly. Its frames are late then on any link.</summary>
    bool IsOverloaded { get; }

    /// <summary>The expected bytes of a frame. For any thread.</summary>
    double EstimateBytes(Rendition rendition);

    /// <summary>Bytes a second that may come from another service that encodes the frames; infinite if none does.</summary>
    double MaxRate { get; }

    /// <summary>Whether another service, which would encode it, has refused a rendition. For any thread.</summary>
    bool IsRefused(Rendition rendition);
}
