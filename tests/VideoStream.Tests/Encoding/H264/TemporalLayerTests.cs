using VideoStream.Encoding.H264;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.H264;

/// <summary>What <see cref="H264Unit"/> promises of the layers: which units can be left out, and what is decoded then.</summary>
[Slow]
public sealed class TemporalLayerTests
{
    private static readonly PictureSize Size = new(322, 182);

    private readonly List<EncodedUnit> _units;
    private readonly string[] _pictures;

    public TemporalLayerTests()
    {
        Assert.SkipUnless(OpenH264.IsAvailable, "OpenH264 is missing");
        FfmpegDecoder.Require();
        _units = EncodedVideo.Encode(Size, 700, 32, key: index => index == 18);
        _pictures = Decode(_units);
    }

    [Fact]
    public void A_quarter_of_the_pictures_is_the_base_and_a_half_the_two_lower_layers()
    {
        int[] expected = [.. Enumerable.Range(0, 32).Select(i => ((i < 18 ? i : i - 18) % 4) switch { 0 => 0, 2 => 1, _ => 2 })];
        Assert.Equal(expected, _units.Select(unit => unit.Layer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_lower_layers_alone_are_decoded_to_the_same_pictures(int highest) =>
        AssertSame(_units.Where(unit => unit.Layer <= highest));

    [Fact]
    public void A_unit_of_the_highest_layer_can_be_left_out_by_itself()
    {
        foreach (EncodedUnit skipped in _units.Where(unit => unit.Layer == 2))
            AssertSame(_units.Where(unit => unit != skipped));
    }

    [Fact]
    public void A_unit_of_the_middle_layer_can_be_left_out_with_those_that_follow_up_to_the_next_one_of_its_layer_or_a_lower_one()
    {
        for (int i = 0; i < _units.Count; i++)
        {
            if (_units[i].Layer == 1)
                AssertSame([.. _units[..i], .. _units[(i + 1)..].SkipWhile(unit => unit.Layer > 1)]);
        }
    }

    [Fact]
    public void Layers_can_change_at_any_unit_as_viewers_do()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            List<EncodedUnit> sent = [];
            int missed = int.MaxValue;
            foreach (EncodedUnit unit in _units)
            {
                if (unit.Layer <= missed)
                    missed = unit.Layer > 0 && random.Next(4) == 0 ? unit.Layer : int.MaxValue;
                if (missed == int.MaxValue)
                    sent.Add(unit);
            }

            Assert.NotEqual(_units.Count, sent.Count);
            AssertSame(sent);
        }
    }

    [Fact]
    public void Without_a_unit_of_the_base_the_pictures_are_wrong_up_to_the_next_key_frame()
    {
        List<EncodedUnit> sent = [.. _units.Where((_, index) => index != 4)];
        var (output, _) = FfmpegDecoder.Run(EncodedVideo.Join(sent), DecodeArguments);
        string[] pictures = Split(output);
        Assert.NotEqual(_pictures[8], pictures[7]);
        Assert.Equal(_pictures[18..], pictures[^14..]);
    }

    private static string[] DecodeArguments =>
        ["-f", "h264", "-i", "pipe:0", "-fps_mode", "passthrough", "-pix_fmt", "yuvj420p", "-f", "rawvideo", "pipe:1"];

    private void AssertSame(IEnumerable<EncodedUnit> sent)
    {
        EncodedUnit[] units = [.. sent];
        Assert.Equal(units.Select(unit => _pictures[_units.IndexOf(unit)]), Decode(units));
    }

    private static string[] Decode(IEnumerable<EncodedUnit> units) => Split(FfmpegDecoder.Planes(EncodedVideo.Join(units)));

    /// <summary>A hash of each picture.</summary>
    private static string[] Split(byte[] pictures) =>
        [.. pictures.Chunk(Size.Width * Size.Height * 3 / 2)
            .Select(picture => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(picture)))];
}
