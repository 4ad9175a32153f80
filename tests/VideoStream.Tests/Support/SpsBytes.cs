using VideoStream.Frames.H264;

namespace VideoStream.Tests.Support;

/// <summary>Sequence parameter sets of encoders, to test with.</summary>
internal static class SpsBytes
{
    /// <summary>The first NAL unit of a type in a stream, without its start code.</summary>
    public static byte[] Find(byte[] stream, NalType type = NalType.Sps)
    {
        foreach (NalUnit unit in new AnnexB(stream))
        {
            if (unit.Header.Type == type)
                return unit.Bytes.ToArray();
        }

        throw new InvalidOperationException($"the stream has no unit of type {type}");
    }

    /// <summary>Puts another SPS into each place in a stream where there is one.</summary>
    public static byte[] Replace(byte[] stream, byte[] sps)
    {
        List<byte> replaced = [];
        foreach (NalUnit unit in new AnnexB(stream))
            replaced.AddRange([0, 0, 0, 1, .. unit.Header.Type == NalType.Sps ? sps : unit.Bytes]);
        return [.. replaced];
    }

    /// <summary>Leaves out the VUI.</summary>
    public static byte[] WithoutVui(byte[] sps)
    {
        byte[] data = new byte[SpsReader.MaxLength], written = new byte[sps.Length], unit = new byte[2 * sps.Length];
        Assert.True(SpsReader.TryRead(sps, data, out _, out SpsPositions positions));
        var bits = new BitWriter(written);
        bits.CopyStart(data, positions.VuiFlag);
        bits.WriteFlag(false);
        bits.WriteTrailingBits();
        unit[0] = sps[0];
        return unit[..(1 + EmulationPrevention.Add(written.AsSpan(0, bits.Length), unit.AsSpan(1)))];
    }

    /// <summary>Writes the restriction into an SPS.</summary>
    public static byte[] Restricted(byte[] sps)
    {
        byte[] to = new byte[SpsRewriter.MaxLength(sps.Length)];
        Assert.True(SpsRewriter.TryRestrict(sps, to, out int length));
        return to[..length];
    }

    public static SpsInfo Read(byte[] sps)
    {
        Assert.True(SpsReader.TryRead(sps, out SpsInfo read));
        return read;
    }
}
