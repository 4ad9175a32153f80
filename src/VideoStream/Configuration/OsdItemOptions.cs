namespace VideoStream.Configuration;

/// <summary>One item of the on-screen display.</summary>
[Reload(TakesEffect.AtOnce)]
internal class OsdItemOptions
{
    /// <summary>Whether the item is drawn. Each item has its own default.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where the item is drawn, one of nine positions. Each item has its own default.</summary>
    public Anchor Anchor { get; set; }
}
