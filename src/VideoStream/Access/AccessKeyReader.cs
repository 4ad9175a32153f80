using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>Reads the values of a key's options.</summary>
internal static partial class AccessKeyReader
{
    /// <summary>What the name of a key may be.</summary>
    public const string AllowedName = "1 to 32 letters, digits, '-' and '_', the first a letter or digit";

    private const int MaxFileBytes = 4096;

    /// <summary>Whether a text may be the name of a key.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>Reads the hash, from the options or the file.</summary>
    /// <param name="options">The options.</param>
    /// <param name="hash">The hash; empty if there is none.</param>
    /// <param name="problem">
    /// What is wrong, as the end of a sentence that begins with the key. It never has the value, which may be the key in place of its hash.
    /// </param>
    public static bool TryReadHash(AccessKeyOptions options, out byte[] hash, out string problem)
    {
        hash = [];
        problem = "";
        if (options.Hash is null == options.File is null)
            problem = $" needs either Hash or File; '{CommandName.NewKey}' prints a key and its hash";
        else if (options.Hash is { } text)
            problem = TryParse(text, out hash) ? "" : ":Hash is not a SHA-256; allowed: 64 hexadecimal digits, and not the key itself";
        else if (!TryReadFile(options.File!, out string content, out string reason))
            problem = $":File is '{options.File}', which can't be read: {reason}";
        else if (!TryParse(content, out hash))
            problem = $":File is '{options.File}', which does not hold a SHA-256; allowed: 64 hexadecimal digits, and not the key itself";
        return problem.Length == 0;
    }

    /// <summary>Reads the names of scopes. None stands for <see cref="AccessScopes.View"/>.</summary>
    public static bool TryReadScopes(string[] names, out AccessScopes scopes)
    {
        scopes = names.Length == 0 ? AccessScopes.View : AccessScopes.None;
        foreach (string name in names)
        {
            if (!AccessPolicies.All.TryGetValue(name.ToLowerInvariant(), out AccessScopes scope))
                return false;
            scopes |= scope;
        }

        return true;
    }

    /// <summary>Reads when a key ends; null for never.</summary>
    public static bool TryReadExpiry(string? text, out DateTimeOffset? expires)
    {
        expires = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return false;
        expires = time;
        return true;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,31}\\z")]
    private static partial Regex Name();

    private static bool TryParse(string text, out byte[] hash)
    {
        // Some editors begin a file with a byte order mark.
        text = text.Trim().TrimStart('\uFEFF');
        bool isHash = text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit);
        hash = isHash ? Convert.FromHexString(text) : [];
        return isHash;
    }

    private static bool TryReadFile(string path, out string content, out string reason)
    {
        (content, reason) = ("", FileBounds.Problem(path) ?? "");
        if (reason.Length > 0)
            return false;
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MaxFileBytes];
            content = System.Text.Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            reason = e.Message;
            return false;
        }
    }
}
