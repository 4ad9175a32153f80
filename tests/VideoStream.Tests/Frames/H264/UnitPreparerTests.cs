using CsCheck;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

/// <summary>Which cameras' videos viewers can be passed, and how they are changed for that.</summary>
public sealed class UnitPreparerTests
{
    private static readonly PictureSize Size = new(320, 180);
    private static readonly List<byte[]> Units = CameraUnits.Encode(Size, 4, keyEvery: 10);

    public UnitPreparerTests() => FfmpegDecoder.Require();

    [Theory]
    [InlineData("-profile:v", "baseline")]
    [InlineData("-profile:v", "main", "-bf", "0")]
    [InlineData("-profile:v", "high", "-bf", "0")]
    public void The_parameters_say_that_no_picture_is_held_back(params string[] options)
    {
        byte[] stream = FfmpegDecoder.X264("320x180", options);
        byte[] without = SpsBytes.Replace(stream, SpsBytes.WithoutVui(SpsBytes.Find(stream)));
        var preparer = new UnitPreparer();
        PooledBuffer? prepared = preparer.TryPrepare(FirstUnit(without), followsLoss: false, out H264UnitKind kind);

        Assert.NotNull(prepared);
        Assert.Null(preparer.Problem);
        Assert.Equal(H264UnitKind.Key, kind);
        Assert.True(SpsReader.TryRead(SpsBytes.Find([.. prepared.Bytes.Span]), out SpsInfo sps));
        Assert.Equal(0, sps.MaxReorderFrames);
        Assert.Equal(new VideoFormat(sps.CodecString, Size), preparer.Stream!.Format);
        // ffmpeg decodes it without an error.
        Assert.Equal(320 * 180 * 3 / 2, FfmpegDecoder.Planes([.. prepared.Bytes.Span]).Length);
        prepared.Release();
    }

    [Fact]
    public void A_single_slice_that_is_damaged_to_one_of_a_B_frame_changes_nothing()
    {
        var preparer = new UnitPreparer();
        byte[][] units = [.. UnitsOf(FfmpegDecoder.X264("320x180", "-bf", "0", "-x264-params", "keyint=1000"))];
        for (int i = 0; i < units.Length; i++)
        {
            preparer.TryPrepare(units[i], followsLoss: false, out _)?.Release();
            // first_mb_in_slice 0, slice_type 6: B in all slices of the picture.
            if (i == 5)
                preparer.TryPrepare([0, 0, 0, 1, 0x41, 0b10011100, 0x80], followsLoss: false, out _)?.Release();
        }

        Assert.Null(preparer.Problem);
    }

    [Fact]
    public void B_frames_are_found()
    {
        byte[] stream = FfmpegDecoder.X264("320x180", "-bf", "2", "-x264-params", "b-adapt=0");
        var preparer = new UnitPreparer();
        foreach (byte[] unit in UnitsOf(stream))
            preparer.TryPrepare(unit, followsLoss: false, out _)?.Release();
        Assert.Contains("B-frames", preparer.Problem);
    }

    [Theory]
    [InlineData("interlaced", "-flags", "+ildct+ilme", "-x264-params", "tff=1")]
    [InlineData("profile 122", "-pix_fmt", "yuv422p", "-profile:v", "high422")]
    [InlineData("profile 110", "-pix_fmt", "yuv420p10le", "-profile:v", "high10")]
    public void What_browsers_do_not_show_is_not_passed(string reason, params string[] options)
    {
        var preparer = new UnitPreparer();
        Assert.Null(preparer.TryPrepare(FirstUnit(FfmpegDecoder.X264("320x180", options)), followsLoss: false, out _));
        Assert.Contains(reason, preparer.Problem);
    }

    [Fact]
    public void Several_parameter_sets_are_a_reason()
    {
        byte[] other = SpsBytes.Find(CameraUnits.Encode(new(640, 360), 1, keyEvery: 10)[0]);
        var preparer = new UnitPreparer();
        Assert.Null(preparer.TryPrepare([0, 0, 0, 1, .. other, .. Units[0]], followsLoss: false, out _));
        Assert.Contains("several", preparer.Problem);
    }

    [Fact]
    public void Parameters_that_are_damaged_once_change_nothing()
    {
        byte[] damaged = SpsBytes.Replace(Units[0], [0x67, 122, 0, 31, 0xFF]);
        var preparer = new UnitPreparer();
        byte[] good = Prepare(preparer, Units[0]);

        Assert.Equal(good, Prepare(preparer, damaged));
        Assert.Equal(good, Prepare(preparer, Units[0]));
        Assert.Equal(good, Prepare(preparer, damaged));
        Assert.Null(preparer.Problem);
        Assert.Null(preparer.TryPrepare(damaged, followsLoss: false, out _));
        Assert.Contains("can't be read", preparer.Problem);
    }

    [Fact]
    public void A_camera_that_changes_to_what_browsers_do_not_show_is_found_with_its_second_key_frame()
    {
        byte[] interlaced = FirstUnit(FfmpegDecoder.X264("320x180", "-flags", "+ildct+ilme", "-x264-params", "tff=1"));
        var preparer = new UnitPreparer();
        Prepare(preparer, Units[0]);
        Prepare(preparer, interlaced);
        Assert.Null(preparer.TryPrepare(interlaced, followsLoss: false, out _));
        Assert.Contains("interlaced", preparer.Problem);
    }

    [Fact]
    public void Nothing_is_passed_before_the_first_key_frame()
    {
        var preparer = new UnitPreparer();
        Assert.Null(preparer.TryPrepare(Units[1], followsLoss: false, out _));
        Assert.Null(preparer.Problem);
        preparer.TryPrepare(Units[0], followsLoss: true, out H264UnitKind kind)!.Release();
        Assert.Equal(H264UnitKind.Key, kind);
    }

    [Fact]
    public void The_description_is_the_same_object_while_nothing_changes()
    {
        var preparer = new UnitPreparer();
        preparer.TryPrepare(Units[0], followsLoss: false, out _)!.Release();
        H264Stream? first = preparer.Stream;
        preparer.TryPrepare(Units[0], followsLoss: false, out _)!.Release();
        Assert.Same(first, preparer.Stream);

        byte[] larger = CameraUnits.Encode(new(640, 360), 1, keyEvery: 10)[0];
        preparer.TryPrepare(larger, followsLoss: false, out _)!.Release();
        Assert.Equal(new(640, 360), preparer.Stream!.Format.Size);
    }

    [Fact]
    public void Any_bytes_are_an_answer()
    {
        Gen.Select(Gen.Int[0, Units.Count - 1], Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[0, 30]).Sample((which, changes) =>
        {
            byte[] unit = [.. Units[which]];
            foreach (var (at, value) in changes)
                unit[at % unit.Length] = value;
            var preparer = new UnitPreparer();
            preparer.TryPrepare(Units[0], followsLoss: false, out _)!.Release();
            preparer.TryPrepare(unit, followsLoss: false, out _)?.Release();
        });
        Gen.Byte.Array[0, 200].Sample(bytes => new UnitPreparer().TryPrepare(bytes, followsLoss: false, out _)?.Release());
    }

    private static byte[] FirstUnit(byte[] stream) => UnitsOf(stream)[0];

    /// <summary>Of pictures with one slice each.</summary>
    private static List<byte[]> UnitsOf(byte[] stream)
    {
        List<byte[]> units = [];
        List<byte> unit = [];
        foreach (NalUnit nal in new AnnexB(stream))
        {
            unit.AddRange([0, 0, 0, 1, .. nal.Bytes]);
            if (!nal.Header.IsSlice)
                continue;
            units.Add([.. unit]);
            unit.Clear();
        }

        return units;
    }

    private static byte[] Prepare(UnitPreparer preparer, byte[] unit)
    {
        PooledBuffer? prepared = preparer.TryPrepare(unit, followsLoss: false, out H264UnitKind kind);
        Assert.NotNull(prepared);
        Assert.Equal(H264UnitKind.Key, kind);
        byte[] bytes = [.. prepared.Bytes.Span];
        prepared.Release();
        return bytes;
    }
}
