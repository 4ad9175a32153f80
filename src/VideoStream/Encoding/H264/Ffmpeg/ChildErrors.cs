using System.Text.RegularExpressions;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// What an encoder's child wrote to its standard error. The first line mostly names the cause, and the others what followed from it.
/// </summary>
internal sealed partial class ChildErrors
{
    private const int MaxLength = 300;

    private volatile string? _first;

    /// <summary>The first line, without ffmpeg's names of its parts; null if there is none.</summary>
    public string? First => _first;

    public void Add(string line)
    {
        string text = Part().Replace(line, "").Trim();
        if (_first is null && text.Length > 0)
            _first = text.Length > MaxLength ? text[..MaxLength] : text;
    }

    // Such as "[libx264 @ 0x55d0c0] ".
    [GeneratedRegex(@"^\[[^\]]* @ [^\]]*\] ")]
    private static partial Regex Part();
}
