using CsCheck;
using VideoStream.Frames;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class FrameEnvelopeTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddMicroseconds(1_795_794_879_083_313);

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        FrameEnvelope written = Envelope(new StreamUnit(7, 5, 2));
        Span<byte> bytes = stackalloc byte[FrameEnvelope.Length];
        written.Write(bytes);

        Assert.True(FrameEnvelope.TryRead(bytes, out FrameEnvelope read));
        Assert.Equal(written, read);
    }

    [Fact]
    public void TryRead_Jpeg_HasQualityAndNoUnit()
    {
        FrameEnvelope written = Envelope(unit: null) with { Quality = 80 };
        Span<byte> bytes = stackalloc byte[FrameEnvelope.Length];
        written.Write(bytes);

        Assert.True(FrameEnvelope.TryRead(bytes, out FrameEnvelope read));
        Assert.Equal(written, read);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void TryRead_FrameThatFollowsSkippedOnes_IsKnown(bool followsSkipped, bool isUnit)
    {
        FrameEnvelope written = Envelope(isUnit ? new StreamUnit(7, 5, 2) : null) with { FollowsSkipped = followsSkipped };
        Span<byte> bytes = stackalloc byte[FrameEnvelope.Length];
        written.Write(bytes);

        Assert.True(FrameEnvelope.TryRead(bytes, out FrameEnvelope read));
        Assert.Equal(written, read);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        Gen.Byte.Array[0, 80].Sample(bytes => { FrameEnvelope.TryRead(bytes, out _); });
    }

    [Fact]
    public void TryRead_AnyBytesOfThisVersion_AreRefusedOrCanBe()
    {
        Gen.Byte.Array[FrameEnvelope.Length].Sample(bytes =>
        {
            bytes[0] = 1;
            if (!FrameEnvelope.TryRead(bytes, out FrameEnvelope read))
                return true;
            return read.Number > 0 && read.Size.Width > 0 && read.CameraSize.Height > 0 && read.Unit is null or { Layer: < 4 }
                && (read.Unit?.Reference ?? 0) < read.Number;
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TryRead_AnotherVersion_IsRefused(byte version)
    {
        byte[] bytes = new byte[FrameEnvelope.Length];
        Envelope(unit: null).Write(bytes);
        bytes[0] = version;

        Assert.False(FrameEnvelope.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(FrameEnvelope.MaxNumber, true)]
    [InlineData(FrameEnvelope.MaxNumber + 1, false)]
    [InlineData(long.MaxValue, false)]
    public void TryRead_ANumberThatNoCameraReaches_IsRefused(long number, bool isRead)
    {
        byte[] bytes = new byte[FrameEnvelope.Length];
        (Envelope(unit: null) with { Number = number }).Write(bytes);

        Assert.Equal(isRead, FrameEnvelope.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData(8192, 1, true)]
    [InlineData(8193, 1, false)]
    [InlineData(1, 65_535, false)]
    public void TryRead_ASizeThatNoCameraHas_IsRefused(int width, int height, bool isRead)
    {
        byte[] bytes = new byte[FrameEnvelope.Length];
        (Envelope(unit: null) with { CameraSize = new(width, height) }).Write(bytes);

        Assert.Equal(isRead, FrameEnvelope.TryRead(bytes, out _));
    }

    private static FrameEnvelope Envelope(StreamUnit? unit) => new()
    {
        Instance = 42,
        Number = 7,
        CapturedAt = At,
        PublishedAt = At.AddMilliseconds(3),
        Size = new(640, 360),
        CameraSize = new(1280, 720),
        Quality = null,
        Unit = unit,
        Metadata = (20, 61),
    };
}
