using System.Buffers;
using NATS.Client.Core;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>Reads a published frame out of the connection's buffer, with one copy: into the buffer that all viewers share.</summary>
internal sealed class IncomingFrameReader : INatsDeserialize<IncomingFrame>
{
    public static IncomingFrameReader Instance { get; } = new();

    /// <returns>Null for what can't be read.</returns>
    public IncomingFrame? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[FrameEnvelope.Length];
        if (buffer.Length <= FrameEnvelope.Length)
            return null;
        buffer.Slice(0, FrameEnvelope.Length).CopyTo(head);
        ReadOnlySequence<byte> frame = buffer.Slice(FrameEnvelope.Length);
        if (!FrameEnvelope.TryRead(head, out FrameEnvelope envelope)
            || envelope.Metadata.Position + envelope.Metadata.Length >= frame.Length)
            return null;
        var (position, length) = envelope.Metadata;
        int bytes = (int)frame.Length - length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(PooledBuffer.Headroom + bytes + PooledBuffer.SuffixRoom);
        frame.Slice(0, position).CopyTo(rented.AsSpan(PooledBuffer.Headroom));
        frame.Slice(position + length).CopyTo(rented.AsSpan(PooledBuffer.Headroom + position));
        return new IncomingFrame(envelope, new PooledBuffer(rented, PooledBuffer.Headroom, bytes));
    }
}
