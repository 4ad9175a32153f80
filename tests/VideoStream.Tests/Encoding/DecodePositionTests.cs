using CsCheck;
using VideoStream.Encoding;
using VideoStream.Encoding.H264;
using VideoStream.Frames;

namespace VideoStream.Tests.Encoding;

/// <summary>Which frames a decoder that missed some can decode.</summary>
public sealed class DecodePositionTests
{
    private static readonly int[] Layers = [0, 2, 1, 2];

    [Fact]
    public void Whatever_is_missed_nothing_is_taken_that_depends_on_it()
    {
        Gen.Bool.Array[0, 60].Sample(misses =>
        {
            var sequence = new VideoSequence();
            var position = default(DecodePosition);
            var had = new HashSet<long>();
            for (int i = 0; i < misses.Length; i++)
            {
                StreamUnit unit = sequence.Add(i + 1, isKeyFrame: i % 24 == 0, Layers[i % Layers.Length]);
                bool canDecode = position.CanDecode(unit);
                Assert.Equal(unit.IsKeyFrame || had.Contains(unit.Reference), canDecode);
                if (misses[i] || !canDecode)
                    continue;
                position.Record(unit);
                had.Add(unit.Number);
            }
        });
    }

    [Fact]
    public void A_frame_is_taken_once_and_none_that_is_older()
    {
        var sequence = new VideoSequence();
        StreamUnit key = sequence.Add(1, isKeyFrame: true, 0);
        StreamUnit top = sequence.Add(2, isKeyFrame: false, 2), middle = sequence.Add(3, isKeyFrame: false, 1);
        var position = default(DecodePosition);
        position.Record(key);
        position.Record(middle);

        Assert.False(position.CanDecode(key));
        Assert.False(position.CanDecode(top));
        Assert.False(position.CanDecode(middle));
        Assert.Equal(key.Number, position.Base);
    }

    [Fact]
    public void Who_has_nothing_can_decode_key_frames_alone()
    {
        var sequence = new VideoSequence();
        StreamUnit key = sequence.Add(1, isKeyFrame: true, 0), next = sequence.Add(2, isKeyFrame: false, 2);
        Assert.True(default(DecodePosition).CanDecode(key));
        Assert.False(default(DecodePosition).CanDecode(next));
    }
}
