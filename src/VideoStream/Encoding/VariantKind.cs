namespace VideoStream.Encoding;

/// <summary>Kinds of variants, by what encoding one has to do.</summary>
internal enum VariantKind
{
    /// <summary>Compress the camera's pixels as they are.</summary>
    Plain,

    /// <summary>Resize first.</summary>
    Resized,

    /// <summary>Draw the on-screen display first.</summary>
    Osd,

    /// <summary>Resize, then draw the on-screen display.</summary>
    ResizedOsd,
}
