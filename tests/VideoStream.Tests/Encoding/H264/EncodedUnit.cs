namespace VideoStream.Tests.Encoding.H264;

/// <summary>A copy of an access unit.</summary>
internal sealed record EncodedUnit(byte[] Bytes, bool IsKeyFrame, int Layer);
