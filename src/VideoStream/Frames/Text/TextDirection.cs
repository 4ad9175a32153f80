namespace VideoStream.Frames.Text;

/// <summary>Where the character after a character stands.</summary>
internal enum TextDirection
{
    /// <summary>As its neighbours: a space, or punctuation.</summary>
    Neutral,

    /// <summary>To its right.</summary>
    Left,

    /// <summary>To its left.</summary>
    Right,

    /// <summary>A digit: to its right, also within a text that runs to the left.</summary>
    Number,
}
