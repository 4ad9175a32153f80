using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Remembers which hosts and ports are reached by <c>https</c>, and writes their addresses as <c>http</c> for ffmpeg.</summary>
internal sealed partial class SecureAddresses
{
    private const int DefaultPort = 443;

    private readonly ConcurrentDictionary<string, byte> _authorities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a host with its port.</summary>
    public void Add(string authority) => _authorities[authority] = 0;

    /// <summary>Whether a host and port are reached by <c>https</c>.</summary>
    public bool Contains(string authority) => _authorities.ContainsKey(authority);

    /// <summary>Writes every <c>https</c> address in a text as <c>http</c> with the port of the secure one.</summary>
    public string Replace(string text) => Address().Replace(text, match =>
    {
        string authority = match.Groups["authority"].Value;
        bool hasPort = authority.LastIndexOf(':') > authority.LastIndexOf(']');
        string full = hasPort ? authority : string.Create(null, $"{authority}:{DefaultPort}");
        Add(full);
        return $"http://{match.Groups["user"].Value}{full}";
    });

    [GeneratedRegex(@"https://(?<user>[^/?#\s""'<>@]*@)?(?<authority>[^/?#\s""'<>,;@]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
