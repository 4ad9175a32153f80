using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>Rules for keys.</summary>
internal sealed class AccessKeyValidator : IValidateOptions<VideoStreamOptions>
{
    /// <summary>The section of the keys.</summary>
    public const string Section = VideoStreamOptions.Section + ":Access:Keys";

    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures =
        [
            .. options.Access.Keys.SelectMany(key => Key(key.Key, key.Value, options)),
            .. Duplicates(options.Access.Keys),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Key(string name, AccessKeyOptions options, VideoStreamOptions all)
    {
        string key = $"{Section}:{name}";
        if (!AccessKeyReader.IsName(name))
            yield return $"{key} is no key name; allowed: {AccessKeyReader.AllowedName}";
        if (!AccessKeyReader.TryReadHash(options, out _, out string problem))
            yield return key + problem;
        if (!AccessKeyReader.TryReadScopes(options.Scopes, out _))
            yield return $"{key}:Scopes is '{string.Join(", ", options.Scopes)}'; allowed: {string.Join(", ", AccessPolicies.All.Keys)}";
        if (!AccessKeyReader.TryReadExpiry(options.Expires, out _))
            yield return $"{key}:Expires is '{options.Expires}'; allowed: a date or a time, as in 2027-01-31 or 2027-01-31T18:00Z";
        if (options.Cameras.Length > 0 && options.Scopes.Contains(AccessPolicies.Admin, StringComparer.OrdinalIgnoreCase))
            yield return $"{key}:Cameras is set; allowed: none, because the scope admin has all cameras";
        foreach (string camera in options.Cameras.Where(camera => !all.MayHave(camera)))
            yield return $"{key}:Cameras is '{camera}'; allowed: {string.Join(", ", all.Cameras.Keys)}";
    }

    /// <summary>Of two keys with one hash, nobody could tell which was sent.</summary>
    private static IEnumerable<string> Duplicates(Dictionary<string, AccessKeyOptions> keys) =>
        from key in keys
        let hash = Hash(key.Value)
        where hash.Length > 0
        group key.Key by Convert.ToHexString(hash) into names
        where names.Count() > 1
        select $"{Section}:{names.ElementAt(1)} has the hash of {names.First()}; allowed: a key of its own";

    private static byte[] Hash(AccessKeyOptions options)
    {
        AccessKeyReader.TryReadHash(options, out byte[] hash, out _);
        return hash;
    }
}
