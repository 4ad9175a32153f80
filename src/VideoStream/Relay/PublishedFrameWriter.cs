using System.Buffers;
using NATS.Client.Core;

namespace VideoStream.Relay;

/// <summary>Writes a published frame right into the connection's buffer.</summary>
internal sealed class PublishedFrameWriter : INatsSerialize<PublishedFrame>
{
    public static PublishedFrameWriter Instance { get; } = new();

    public void Serialize(IBufferWriter<byte> bufferWriter, PublishedFrame value)
    {
        value.Envelope.Write(bufferWriter.GetSpan(FrameEnvelope.Length));
        bufferWriter.Advance(FrameEnvelope.Length);
        bufferWriter.Write(value.Frame.Bytes.Span);
    }
}
