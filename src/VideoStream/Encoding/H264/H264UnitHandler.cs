namespace VideoStream.Encoding.H264;

/// <summary>Gets the unit of a picture that was submitted before. One at a time, in the order of the pictures.</summary>
internal delegate void H264UnitHandler(H264Request request, H264Unit unit);
