using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Makes one variant's pictures. Used for one picture at a time.</summary>
internal interface IVariantEncoder : IDisposable
{
    /// <summary>Whether each of its pictures shows something else, even where the camera's don't.</summary>
    bool TellsTime { get; }

    /// <summary>Encodes a frame that the caller holds a claim on; what it returns has its first claim taken for the caller.</summary>
    EncodedPicture Encode(Frame frame);
}
