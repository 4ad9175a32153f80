using System.Buffers.Text;
using System.Security.Cryptography;
using VideoStream.Access;

namespace VideoStream.Hosting;

/// <summary>The verb <c>keys new NAME</c>: prints a new key once, and the configuration that lets it in.</summary>
internal static class KeysCommand
{
    private const int KeyBytes = 32;

    // Installed, this is a link to the file below /etc. A build and an upgrade replace appsettings.json.
    private const string SettingsFile = "appsettings.Production.json";

    /// <summary>Whether the command line names the verb.</summary>
    public static bool IsMeant(string[] args) => args is ["keys", ..];

    /// <summary>Makes a key.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        if (args is not ["keys", "new", var name])
            return StartFailure.Report($"a key is made by: {CommandName.NewKey}");
        if (!AccessKeyReader.IsName(name))
            return StartFailure.Report($"'{name}' is no key name; allowed: {AccessKeyReader.AllowedName}");
        // Other characters than a hash has, so that neither is taken for the other.
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        string settings = new FileInfo(Path.Combine(AppContext.BaseDirectory, SettingsFile)).LinkTarget ?? SettingsFile;
        output.WriteLine(Text(name, key, Convert.ToHexStringLower(AccessKey.HashOf(key)), settings));
        return 0;
    }

    private static string Text(string name, string key, string hash, string settings) => $$"""
        The key of {{name}}. It is shown only now:

            {{key}}

        Add its hash to {{settings}}:

            { "VideoStream": { "Access": { "Keys": { "{{name}}": {
              "Hash": "{{hash}}",
              "Scopes": [ "view" ]
            } } } } }

        or to the environment:

            VideoStream__Access__Keys__{{name}}__Hash={{hash}}

        "view" only watches; other scopes are control, metrics and admin, see docs/security.md. Then, after a restart if it is in the
        environment, try it at the address of the service (with the scope metrics alone: /metrics instead of /snapshot.jpg). This waits
        for the key, so that it is in no command line:

            read -rs KEY && curl -f -o now.jpg -H @- http://localhost:8000/snapshot.jpg <<< "Authorization: Bearer $KEY"
        """;
}
