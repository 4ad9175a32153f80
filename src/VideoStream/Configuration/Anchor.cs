namespace VideoStream.Configuration;

/// <summary>The nine positions of the on-screen display, row by row.</summary>
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
