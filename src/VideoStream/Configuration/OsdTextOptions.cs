namespace VideoStream.Configuration;

/// <summary>The OSD's free text.</summary>
internal sealed class OsdTextOptions : OsdItemOptions
{
    /// <summary>Up to 100 printable ASCII characters, which is what OpenCV's font has. Default: empty.</summary>
    public string Value { get; set; } = "";
}
