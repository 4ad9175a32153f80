using System.Runtime.InteropServices;

namespace VideoStream.Frames.H264;

/// <summary>
/// A decoder of OpenH264 (ISVCDecoder of codec_api.h): progressive 4:2:0 video of 8 bits, up to the high profile. Where something is
/// missing it shows what was there before. One thread at a time uses it.
/// </summary>
internal sealed unsafe class OpenH264Decoder : SafeHandle
{
    private const byte Baseline = 66, ScalableBaseline = 83, High = 100;

    private readonly OpenH264Library _library;
    private byte[] _keyFrame = [];

    /// <exception cref="InvalidOperationException">The library is missing, or refuses to decode. The message has the reason.</exception>
    public OpenH264Decoder()
        : base(0, ownsHandle: true)
    {
        _library = OpenH264.Library ?? throw new InvalidOperationException(OpenH264.Problem);
        SetHandle(_library.CreateDecoder());
        int quiet = 0;
        Functions->SetOption(handle, OpenH264DecoderFunctions.TraceLevel, &quiet);
        OpenH264DecoderParameters parameters = OpenH264DecoderParameters.Create();
        if (Functions->Initialize(handle, &parameters) != 0)
        {
            Dispose();
            throw new InvalidOperationException("OpenH264 could not be prepared to decode");
        }
    }

    public override bool IsInvalid => handle == 0;

    private OpenH264DecoderFunctions* Functions => *(OpenH264DecoderFunctions**)handle;

    /// <summary>Decodes an access unit.</summary>
    /// <param name="unit">All of it, in Annex B form.</param>
    /// <param name="isKeyFrame">Whether it may have parameter sets.</param>
    /// <param name="output">The picture, valid until the next call, if <see cref="OpenH264Output.HasPicture"/> is true.</param>
    /// <returns>Zero, or the bits of DECODING_STATE (codec_app_def.h) that say what is wrong.</returns>
    public int Decode(ReadOnlySpan<byte> unit, bool isKeyFrame, out OpenH264Output output)
    {
        if (isKeyFrame)
            unit = Immediate(unit);
        OpenH264Output decoded = default;
        byte** planes = stackalloc byte*[3];
        int result;
        fixed (byte* bytes = unit)
            result = Functions->DecodeWithoutDelay(handle, bytes, unit.Length, planes, &decoded);
        (decoded.Y, decoded.Cb, decoded.Cr) = ((nint)planes[0], (nint)planes[1], (nint)planes[2]);
        output = decoded;
        return result;
    }

    /// <summary>
    /// Above the baseline profile the library holds each picture back until the next one, in case that is shown before it, whatever the
    /// parameters say. Nor may it be asked for the picture: it then never uses its memory again. So the profile becomes one that is read in
    /// the same way, and does without. The library decodes what it finds, and does not compare it with the profile.
    /// </summary>
    private ReadOnlySpan<byte> Immediate(ReadOnlySpan<byte> unit)
    {
        if (_keyFrame.Length < unit.Length)
            _keyFrame = new byte[2 * unit.Length];
        unit.CopyTo(_keyFrame);
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.Type != NalType.Sps || nal.Bytes.Length < 2)
                continue;
            int profile = nal.Start + unit[nal.Start..].IndexOf((byte)1) + 2;
            _keyFrame[profile] = _keyFrame[profile] >= High ? ScalableBaseline : Baseline;
        }

        return _keyFrame.AsSpan(0, unit.Length);
    }

    protected override bool ReleaseHandle()
    {
        Functions->Uninitialize(handle);
        _library.DestroyDecoder(handle);
        return true;
    }
}
