namespace VideoStream.Configuration;

/// <summary>The OSD's free text.</summary>
internal sealed class OsdTextOptions : OsdItemOptions
{
    /// <summary>Up to 100 printable ASCII characters, which is what OpenCV's font has. Default: empty.</summary>
    /// <remarks>A null in a file is bound as such.</remarks>
    public string Value { get; set => field = value ?? ""; } = "";
}
