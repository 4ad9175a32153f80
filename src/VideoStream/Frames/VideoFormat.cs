namespace VideoStream.Frames;

/// <summary>What a decoder must be prepared for. A new object whenever it changes.</summary>
/// <param name="Codec">The codec with profile and level, as in RFC 6381: <c>avc1.42E01F</c>.</param>
/// <param name="Size">The size of the frames.</param>
internal sealed record VideoFormat(string Codec, PictureSize Size);
