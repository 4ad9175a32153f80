namespace VideoStream.Configuration;

/// <summary>What the on-screen display shows and where: <c>VideoStream:Osd</c>. Items at the same anchor stand under one another.</summary>
internal sealed class OsdOptions
{
    /// <summary>Whether a client that doesn't say gets the OSD. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>The camera's name. Default: shown, top left.</summary>
    public OsdItemOptions CameraName { get; } = new() { Enabled = true, Anchor = Anchor.TopLeft };

    /// <summary>When the picture was captured, UTC, to the millisecond. Default: shown, top right.</summary>
    public OsdItemOptions Clock { get; } = new() { Enabled = true, Anchor = Anchor.TopRight };

    /// <summary>The camera's measured picture rate. Default: shown, bottom left.</summary>
    public OsdItemOptions Rate { get; } = new() { Enabled = true, Anchor = Anchor.BottomLeft };

    /// <summary>The size that the camera delivers. Default: shown, bottom right.</summary>
    public OsdItemOptions Size { get; } = new() { Enabled = true, Anchor = Anchor.BottomRight };

    /// <summary>A text of your own. Default: not shown, bottom.</summary>
    public OsdTextOptions Text { get; } = new() { Anchor = Anchor.Bottom };

    /// <summary>A crosshair. Default: not shown, in the centre; at another anchor it stands a quarter in from the edges.</summary>
    public OsdItemOptions Crosshair { get; } = new() { Anchor = Anchor.Center };
}
