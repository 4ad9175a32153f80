namespace VideoStream.Configuration;

/// <summary>The nine places of the OSD, row by row.</summary>
internal enum Anchor
{
    TopLeft,
    Top,
    TopRight,
    Left,
    Center,
    Right,
    BottomLeft,
    Bottom,
    BottomRight,
}
