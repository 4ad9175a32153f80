namespace VideoStream.Configuration;

/// <summary>The free text of the on-screen display.</summary>
internal sealed class OsdTextOptions : OsdItemOptions
{
    /// <summary>The text: up to 100 printable ASCII characters, because OpenCV's font has no others. Default: empty.</summary>
    /// <remarks>The binder sets null for a null in a file.</remarks>
    public string Value { get; set => field = value ?? ""; } = "";
}
