using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class PixelPlanesTests
{
    public static TheoryData<string> Subsamplings => [.. Enum.GetNames<ChromaSubsampling>()];

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 2, 2 }, { 17, 13 }, { 16, 1 }, { 1, 16 }, { 1279, 719 } };

    [Theory]
    [MemberData(nameof(Subsamplings))]
    public void Planes_do_not_overlap_and_fill_the_memory(string name)
    {
        var subsampling = Enum.Parse<ChromaSubsampling>(name);
        foreach (PictureSize size in Sizes.Select(row => new PictureSize(row.Data.Item1, row.Data.Item2)))
        {
            using var planes = new PixelPlanes();
            planes.Create(size, subsampling);
            planes.Bytes.Clear();
            planes.Fill(1, 2, 3);
            planes.FillPadding();

            Assert.Equal((size.Width, size.Height), (planes.Y.Width, planes.Y.Height));
            Assert.Equal(PixelPlanes.ChromaSize(size, subsampling), new PictureSize(planes.Cb.Width, planes.Cb.Height));
            int chroma = planes.Cb.Width * planes.Cb.Height;
            Assert.Equal((chroma, chroma), (planes.Bytes.Count<byte>(2), planes.Bytes.Count<byte>(3)));
            Assert.Equal(0, planes.Bytes.Count<byte>(0));
            Assert.Equal(planes.IsUnpadded, planes.Bytes.Length == (size.Width * size.Height) + (2 * chroma));
        }
    }

    [Fact]
    public void FillPadding_repeats_the_last_column_and_row()
    {
        using var planes = new PixelPlanes();
        planes.Create(new PictureSize(3, 3), ChromaSubsampling.Yuv420);
        planes.Bytes.Clear();
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 3; x++)
                planes.Y.Row(y)[x] = (byte)((10 * y) + x + 1);
        }

        planes.FillPadding();

        Assert.Equal([1, 2, 3, 3, 11, 12, 13, 13, 21, 22, 23, 23, 21, 22, 23, 23], planes.Bytes[..16].ToArray());
    }

    [Fact]
    public void IsSameAs_compares_every_sample_and_no_padding()
    {
        using PixelPlanes one = new(), other = new();
        foreach (PixelPlanes planes in (PixelPlanes[])[one, other])
            planes.Paint(new PictureSize(5, 3), 7);
        Pad(other, 99);
        Assert.True(one.IsSameAs(other));

        other.Cr.Row(1)[2] = 9;
        Assert.False(one.IsSameAs(other));
        other.Create(new PictureSize(5, 3), ChromaSubsampling.Yuv422);
        Assert.False(one.IsSameAs(other));
    }

    [Fact]
    public unsafe void Create_uses_the_memory_again_unless_it_is_too_small_or_much_too_large()
    {
        using var planes = new PixelPlanes();
        planes.Create(new PictureSize(64, 48), ChromaSubsampling.Yuv420);
        byte* memory = planes.Y.Data;
        planes.Create(new PictureSize(48, 40), ChromaSubsampling.Yuv420);
        Assert.True(memory == planes.Y.Data);
        planes.Create(new PictureSize(640, 480), ChromaSubsampling.Yuv444);
        planes.Fill(1, 2, 3);
        planes.Create(new PictureSize(16, 16), ChromaSubsampling.Grey);
        planes.Fill(1);
        Assert.Equal(256, planes.Bytes.Length);
    }

    [Fact]
    public void Row_beyond_the_plane_is_refused()
    {
        using var planes = new PixelPlanes();
        planes.Create(new PictureSize(4, 4), ChromaSubsampling.Yuv420);
        Assert.Throws<ArgumentOutOfRangeException>(() => planes.Y.Row(4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => planes.Cb.Row(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => planes.Y.Row(-1).Length);
    }

    private static unsafe void Pad(PixelPlanes planes, byte value)
    {
        for (int y = 0; y < planes.Y.Height; y++)
            planes.Y.Data[(y * planes.Y.Stride) + planes.Y.Width] = value;
    }
}
