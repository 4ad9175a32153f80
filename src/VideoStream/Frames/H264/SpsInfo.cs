using System.Globalization;

namespace VideoStream.Frames.H264;

/// <summary>What a sequence parameter set says of its stream (ITU-T H.264, 7.4.2.1.1).</summary>
internal readonly record struct SpsInfo
{
    /// <summary>profile_idc: 66 baseline, 77 main, 100 high and so on (annex A).</summary>
    public byte Profile { get; init; }

    /// <summary>The constraint_set flags, the first one in the highest bit.</summary>
    public byte Constraints { get; init; }

    /// <summary>level_idc: ten times the level.</summary>
    public byte Level { get; init; }

    /// <summary>The size that is shown: without what cropping cuts off.</summary>
    public PictureSize Size { get; init; }

    /// <summary>chroma_format_idc: 0 is grey, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public int ChromaFormat { get; init; }

    /// <summary>The number of frames that the decoder keeps as references, 0 to 16.</summary>
    public int MaxReferences { get; init; }

    /// <summary>pic_order_cnt_type. With 2 pictures are shown in the order in which they are decoded.</summary>
    public int OrderType { get; init; }

    /// <summary>frame_mbs_only_flag: false if pictures may be interlaced.</summary>
    public bool IsProgressive { get; init; }

    /// <summary>Whether there is video usability information (annex E).</summary>
    public bool HasVui { get; init; }

    /// <summary>
    /// max_num_reorder_frames: how many pictures a decoder holds back because later ones may be shown before them. Null without
    /// bitstream_restriction: then a decoder holds back as many as the level allows, except where <see cref="OrderType"/> rules it out.
    /// </summary>
    public int? MaxReorderFrames { get; init; }

    /// <summary>How the samples are meant.</summary>
    public VideoColours Colours { get; init; }

    public bool HasRestriction => MaxReorderFrames is not null;

    /// <summary>The codec as WebCodecs and MSE name it, such as <c>avc1.42E01F</c> (RFC 6381, 3.3).</summary>
    public string CodecString => string.Create(CultureInfo.InvariantCulture, $"avc1.{Profile:X2}{Constraints:X2}{Level:X2}");
}
