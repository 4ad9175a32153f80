namespace VideoStream.Frames.H264;

/// <summary>What video usability information says (ITU-T H.264, annex E). The default is what holds without any.</summary>
/// <param name="IsFullRange">video_full_range_flag.</param>
/// <param name="Matrix">matrix_coefficients; null if they are not named.</param>
/// <param name="MaxReorderFrames">max_num_reorder_frames; null without bitstream_restriction.</param>
internal readonly record struct VuiInfo(bool IsFullRange, int? Matrix, int? MaxReorderFrames);
