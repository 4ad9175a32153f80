namespace VideoStream.Frames.H264;

/// <summary>
/// Where in a sequence parameter set a rewriter changes it, in bits after the NAL unit's header, without emulation prevention.
/// </summary>
/// <param name="VuiFlag">vui_parameters_present_flag.</param>
/// <param name="RestrictionFlag">bitstream_restriction_flag; 0 without VUI.</param>
/// <param name="ReorderFrames">max_num_reorder_frames; 0 without a restriction.</param>
internal readonly record struct SpsPositions(int VuiFlag, int RestrictionFlag, int ReorderFrames);
