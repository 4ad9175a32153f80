using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>How a viewer's frames are encoded.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="IsAuto">Whether the client leaves the choice to this service.</param>
internal readonly record struct CodecChoice(Codec Codec, bool IsAuto = false);
