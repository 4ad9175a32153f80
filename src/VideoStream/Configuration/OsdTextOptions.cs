namespace VideoStream.Configuration;

/// <summary>The free text of the on-screen display.</summary>
internal sealed class OsdTextOptions : OsdItemOptions
{
    /// <summary>The text: up to 100 characters of any script, in one line. Default: empty.</summary>
    /// <remarks>The binder sets null for a null in a file.</remarks>
    public string Value { get; set => field = value ?? ""; } = "";
}
