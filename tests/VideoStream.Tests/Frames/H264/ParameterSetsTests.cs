using VideoStream.Frames.H264;

namespace VideoStream.Tests.Frames.H264;

public sealed class ParameterSetsTests
{
    // Number 0 and 1. A PPS names its SPS after its own number.
    private static readonly byte[] Sps0 = [0x67, 66, 0, 31, 0b1100_0000], Sps1 = [0x67, 66, 0, 31, 0b0101_0000];
    private static readonly byte[] Pps0 = [0x68, 0b1110_0000], Pps1 = [0x68, 0b0100_1010];

    [Fact]
    public void An_SPS_that_a_key_frame_does_not_bring_any_more_is_dropped_with_the_PPS_that_refer_to_it()
    {
        var sets = new ParameterSets();
        sets.AddKnown([Sps0, Pps0]);
        sets.BeginKeyFrame();
        sets.Add(Sps1);
        sets.Add(Pps1);
        sets.BeginKeyFrame();
        Assert.Equal([0, 0, 0, 1, .. Sps1, 0, 0, 0, 1, .. Pps1], sets.All.ToArray());
    }

    [Fact]
    public void A_PPS_of_an_SPS_that_never_came_is_dropped()
    {
        var sets = new ParameterSets();
        sets.Add(Sps0);
        sets.Add(Pps0);
        sets.Add(Pps1);
        sets.BeginKeyFrame();
        sets.Add(Sps0);
        sets.Add(Pps0);
        sets.BeginKeyFrame();
        Assert.Equal([0, 0, 0, 1, .. Sps0, 0, 0, 0, 1, .. Pps0], sets.All.ToArray());
    }

    [Fact]
    public void A_PPS_that_is_known_from_before_stays_with_its_SPS()
    {
        var sets = new ParameterSets();
        sets.AddKnown([Sps0, Pps0]);
        sets.Add(Sps0);
        sets.BeginKeyFrame();
        Assert.Equal([0, 0, 0, 1, .. Sps0, 0, 0, 0, 1, .. Pps0], sets.All.ToArray());
    }
}
