namespace VideoStream.Configuration;

/// <summary>H.264 for viewers that ask for it: <c>VideoStream:H264</c>.</summary>
[Reload(TakesEffect.ForNewViewers)]
internal sealed class H264Options
{
    private static readonly string[] DefaultLadder = ["1280x720@2500", "1280x720@750", "960x540@500", "640x360@300", "426x240@150"];

    /// <summary>What encodes. Default <c>auto</c>: OpenH264 where it is installed, else x264 by an ffmpeg child.</summary>
    public H264EncoderKind Encoder { get; set; } = H264EncoderKind.Auto;

    /// <summary>
    /// The boxes and bitrates in kbit/s that viewers are sent, such as <c>1280x720@2500</c>. Frames are fitted into the boxes. Default:
    /// five, from 1280x720@2500 to 426x240@150.
    /// </summary>
    public string[] Ladder { get; set; } = [];

    /// <summary>The least time between two key frames that viewers cause in one stream, in seconds. Default 1, 0.1 to 60.</summary>
    [AllowedRange(0.1, 60)]
    public double MinKeyFrameInterval { get; set; } = 1;

    /// <summary>The ladder in effect.</summary>
    internal IReadOnlyList<string> EffectiveLadder => Ladder.Length > 0 ? Ladder : DefaultLadder;

    /// <summary>The rungs of the ladder in effect, best first. Those that can't be read are left out; validation refuses them.</summary>
    internal IEnumerable<LadderRung> Rungs => EffectiveLadder
        .Select(text => LadderRung.TryParse(text, out LadderRung rung) ? rung : default)
        .Where(rung => rung.Kilobits > 0)
        .OrderByDescending(rung => rung.Kilobits);
}
