using System.Runtime.InteropServices;

namespace VideoStream.Frames;

/// <summary>
/// The pixels of one picture as JPEG has them: luma and two colour planes, full-range YCbCr of BT.601 (JFIF). Cameras deliver them and
/// encoders take them, so nothing on the way converts to RGB. The memory is native, and is used again for pictures of other sizes.
/// </summary>
internal sealed unsafe class PixelPlanes : IDisposable
{
    /// <summary>The colour value of grey.</summary>
    public const byte Neutral = 128;

    private const int Alignment = 64;

    private byte* _memory;
    private int _capacity;

    /// <summary>The size of the picture; zero before <see cref="Create"/>.</summary>
    public PictureSize Size { get; private set; }

    public ChromaSubsampling Subsampling { get; private set; }

    public bool IsEmpty => Size == default;

    public bool IsGrey => Subsampling == ChromaSubsampling.Grey;

    /// <summary>Luma.</summary>
    public Plane Y => new(_memory, Size.Width, Size.Height, LumaStride);

    /// <summary>The difference of blue. It has no samples if the picture is grey.</summary>
    public Plane Cb => Chroma(0);

    /// <summary>The difference of red, like <see cref="Cb"/>.</summary>
    public Plane Cr => Chroma(1);

    /// <summary>All bytes: the planes one after the other, each with its padding.</summary>
    public Span<byte> Bytes => new(_memory, Length(Size, Subsampling));

    /// <summary>
    /// Whether the planes have neither padding columns nor rows, so that <see cref="Bytes"/> are exactly what a raw video has for a frame.
    /// </summary>
    public bool IsUnpadded => LumaStride == Size.Width && LumaRows(Size, Subsampling) == Size.Height;

    private int LumaStride => Padded(Size.Width, isHalved: Subsampling is ChromaSubsampling.Yuv420 or ChromaSubsampling.Yuv422);

    /// <summary>The number of samples of a colour plane.</summary>
    public static PictureSize ChromaSize(PictureSize size, ChromaSubsampling subsampling) => subsampling switch
    {
        ChromaSubsampling.Yuv444 => size,
        ChromaSubsampling.Yuv422 => new((size.Width + 1) / 2, size.Height),
        ChromaSubsampling.Yuv420 => new((size.Width + 1) / 2, (size.Height + 1) / 2),
        _ => default,
    };

    /// <summary>Prepares the memory for a picture. The samples are undefined afterwards.</summary>
    public void Create(PictureSize size, ChromaSubsampling subsampling)
    {
        int length = Length(size, subsampling);
        if (length > _capacity || length < _capacity / 4)
        {
            Free();
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)length + Alignment, Alignment);
            _capacity = length;
        }

        (Size, Subsampling) = (size, subsampling);
    }

    /// <summary>Copies a picture into this one.</summary>
    public void CopyFrom(PixelPlanes picture)
    {
        Create(picture.Size, picture.Subsampling);
        picture.Bytes.CopyTo(Bytes);
    }

    /// <summary>Fills the picture with one colour.</summary>
    public void Fill(byte luma, byte blue = Neutral, byte red = Neutral)
    {
        Y.Fill(luma);
        Cb.Fill(blue);
        Cr.Fill(red);
    }

    /// <summary>
    /// Repeats the last samples in the padding of odd sizes, which encoders of blocks read. Several threads may do so at once: they write
    /// the same.
    /// </summary>
    public void FillPadding()
    {
        if (IsUnpadded)
            return;
        Plane luma = Y;
        if (luma.Stride > luma.Width)
        {
            for (int y = 0; y < luma.Height; y++)
                luma.Data[(y * luma.Stride) + luma.Width] = luma.Data[(y * luma.Stride) + luma.Width - 1];
        }

        if (LumaRows(Size, Subsampling) > luma.Height)
        {
            var last = new Span<byte>(luma.Data + ((luma.Height - 1) * luma.Stride), luma.Stride);
            last.CopyTo(new Span<byte>(luma.Data + (luma.Height * luma.Stride), luma.Stride));
        }
    }

    /// <summary>Whether two pictures are the same in every sample.</summary>
    public bool IsSameAs(PixelPlanes other)
    {
        if (Size != other.Size || Subsampling != other.Subsampling)
            return false;
        return AreSame(Y, other.Y) && AreSame(Cb, other.Cb) && AreSame(Cr, other.Cr);
    }

    /// <summary>Frees the memory. Nothing else may use it any more.</summary>
    public void Dispose() => Free();

    private static bool AreSame(Plane one, Plane other)
    {
        for (int y = 0; y < one.Height; y++)
        {
            if (!one.Row(y).SequenceEqual(other.Row(y)))
                return false;
        }

        return true;
    }

    /// <summary>An encoder reads whole samples of the colour planes, so it reads luma for each of them.</summary>
    private static int Padded(int side, bool isHalved) => isHalved ? (side + 1) & ~1 : side;

    private static int LumaRows(PictureSize size, ChromaSubsampling subsampling) =>
        Padded(size.Height, isHalved: subsampling == ChromaSubsampling.Yuv420);

    private static int Length(PictureSize size, ChromaSubsampling subsampling)
    {
        PictureSize chroma = ChromaSize(size, subsampling);
        int stride = Padded(size.Width, isHalved: subsampling is ChromaSubsampling.Yuv420 or ChromaSubsampling.Yuv422);
        return checked((stride * LumaRows(size, subsampling)) + (2 * chroma.Width * chroma.Height));
    }

    private Plane Chroma(int index)
    {
        PictureSize size = ChromaSize(Size, Subsampling);
        byte* first = _memory + (LumaStride * LumaRows(Size, Subsampling));
        return new(first + (index * size.Width * size.Height), size.Width, size.Height, size.Width);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        (_capacity, Size) = (0, default);
    }
}
