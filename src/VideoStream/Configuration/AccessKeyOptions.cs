namespace VideoStream.Configuration;

/// <summary>One key: <c>VideoStream:Access:Keys:&lt;name&gt;</c>. The command <c>keys new NAME</c> makes one.</summary>
[Reload(TakesEffect.AtOnce)]
internal sealed class AccessKeyOptions
{
    /// <summary>SHA-256 of the key: 64 hexadecimal digits. Default: none, and <see cref="File"/> holds it.</summary>
    public string? Hash { get; set; }

    /// <summary>Path of a file that holds the SHA-256 of the key, instead of <see cref="Hash"/>. Default: none.</summary>
    public string? File { get; set; }

    /// <summary>
    /// What the key allows: <c>view</c>, <c>control</c>, <c>metrics</c>, <c>admin</c>. Default: none, which stands for <c>view</c>.
    /// </summary>
    public string[] Scopes { get; set; } = [];

    /// <summary>The names of the cameras that the key shows. Default: none, which stands for all.</summary>
    public string[] Cameras { get; set; } = [];

    /// <summary>
    /// When the key ends: a date (<c>2027-01-31</c>) or a time (<c>2027-01-31T18:00Z</c>), in UTC unless it has an offset. Default: never.
    /// </summary>
    public string? Expires { get; set; }
}
