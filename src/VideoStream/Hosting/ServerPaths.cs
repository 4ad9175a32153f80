namespace VideoStream.Hosting;

/// <summary>
/// The files of the web server's configuration. The server itself begins relative paths at the folder of <c>appsettings.json</c>; all
/// other paths of the configuration begin at the working directory, and so do these.
/// </summary>
internal static class ServerPaths
{
    /// <summary>A section of the web server, in which all paths of files are absolute.</summary>
    /// <param name="section">The section, such as <c>Kestrel</c>.</param>
    /// <returns>Its values, by their keys below the section.</returns>
    public static Dictionary<string, string?> Values(IConfigurationSection section) => section
        .AsEnumerable(makePathsRelative: true)
        .Where(entry => entry.Value is not null)
        .ToDictionary(
            entry => entry.Key,
            entry => IsPath(entry) ? Path.GetFullPath(entry.Value!) : entry.Value,
            StringComparer.OrdinalIgnoreCase);

    private static bool IsPath(KeyValuePair<string, string?> entry) =>
        entry.Value!.Length > 0 && ConfigurationPath.GetSectionKey(entry.Key).ToUpperInvariant() is "PATH" or "KEYPATH";
}
