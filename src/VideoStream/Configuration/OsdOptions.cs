namespace VideoStream.Configuration;

/// <summary>The on-screen display: <c>VideoStream:Osd</c>. Items with the same anchor are drawn below one another.</summary>
internal sealed class OsdOptions
{
    /// <summary>Whether a viewer that sets nothing else gets the on-screen display. Default false.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    public bool Enabled { get; set; }

    /// <summary>
    /// The font of the texts: the absolute path of a TrueType or OpenType file, or the name of a family that is installed. Characters that
    /// it lacks are taken from the system's fonts. Default: DejaVu Sans.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    public string? Font { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim(); }

    /// <summary>The camera's title, or else its name. Default: enabled, TopLeft.</summary>
    public OsdItemOptions CameraName { get; } = new() { Enabled = true, Anchor = Anchor.TopLeft };

    /// <summary>The capture time in UTC, with milliseconds. Default: enabled, TopRight.</summary>
    public OsdItemOptions Clock { get; } = new() { Enabled = true, Anchor = Anchor.TopRight };

    /// <summary>The camera's measured frame rate, in frames per second. Default: enabled, BottomLeft.</summary>
    public OsdItemOptions Rate { get; } = new() { Enabled = true, Anchor = Anchor.BottomLeft };

    /// <summary>The size of the camera's frames in pixels. Default: enabled, BottomRight.</summary>
    public OsdItemOptions Size { get; } = new() { Enabled = true, Anchor = Anchor.BottomRight };

    /// <summary>A text of your own. Default: disabled, Bottom.</summary>
    public OsdTextOptions Text { get; } = new() { Anchor = Anchor.Bottom };

    /// <summary>
    /// A crosshair. At an anchor other than Center it is drawn a quarter of the frame in from the edges. Default: disabled, Center.
    /// </summary>
    public OsdItemOptions Crosshair { get; } = new() { Anchor = Anchor.Center };
}
