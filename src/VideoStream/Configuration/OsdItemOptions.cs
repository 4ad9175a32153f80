namespace VideoStream.Configuration;

/// <summary>One thing on the OSD: on or off, and where.</summary>
internal class OsdItemOptions
{
    public bool Enabled { get; set; }

    public Anchor Anchor { get; set; }
}
