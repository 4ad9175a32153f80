using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace VideoStream.Access;

/// <summary>
/// The links that have neither expired nor been revoked. A link that is not here is refused, also if its token is good. They end with the
/// process unless there is a state directory.
/// </summary>
internal sealed partial class LinkRegistry
{
    /// <summary>Maximum number of links.</summary>
    public const int MaxLinks = 1000;

    /// <summary>Every token begins so, by the format of Data Protection. It saves the work for keys, which do not.</summary>
    private const string TokenStart = "CfDJ8";

    private const int IdBytes = 6;

    private readonly ConcurrentDictionary<string, SignedLink> _links = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();

    // Those revoked that the file still has.
    private readonly HashSet<string> _unsaved = [];
    private readonly LinkTokens _tokens;
    private readonly TimeProvider _time;
    private readonly StateFile? _file;

    /// <summary>Takes over the links of the process before.</summary>
    public LinkRegistry(IDataProtectionProvider ring, StateDirectory state, TimeProvider time, ILogger<LinkRegistry> logger)
    {
        (_tokens, _time, _file) = (new LinkTokens(ring), time, state.Open("links.json"));
        if (_file is null)
            return;
        bool isGood = _file.TryRead(StateJson.Default.SignedLinkArray, out SignedLink[]? saved, out string? damage);
        foreach (SignedLink link in isGood ? saved!.OfType<SignedLink>().Where(IsUsable).Take(MaxLinks) : [])
            _links[link.Id] = link;
        if (damage is not null)
            LogDamaged(logger, _file.Path, damage);
    }

    /// <summary>All links that have not expired, the oldest first.</summary>
    public SignedLink[] All =>
        [.. _links.Values.Where(link => !link.Grant.IsExpired(_time.GetUtcNow())).OrderBy(link => link.Created).ThenBy(link => link.Id)];

    /// <summary>A random name for a new link.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>The link with this id; null if there is none.</summary>
    public SignedLink? Find(string id) =>
        _links.GetValueOrDefault(id) is { } link && !link.Grant.IsExpired(_time.GetUtcNow()) ? link : null;

    /// <summary>Whether a grant is of no link, or of one that goes on.</summary>
    public bool IsActive(AccessGrant grant) => grant.Link is null || _links.ContainsKey(grant.Link);

    /// <summary>Adds a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="token">The token that opens it.</param>
    /// <returns>False if there are too many.</returns>
    /// <exception cref="IOException">It can't be saved, and is not added.</exception>
    public bool TryAdd(SignedLink link, out string token)
    {
        token = "";
        lock (_changing)
        {
            SignedLink[] others = All;
            if (others.Length >= MaxLinks)
                return false;
            Save([.. others, link]);
            foreach (string expired in _links.Keys.Except(others.Select(other => other.Id)))
                _links.TryRemove(expired, out _);
            _links[link.Id] = link;
        }

        token = _tokens.Write(link);
        return true;
    }

    /// <summary>Revokes a link: from now on in any case, and after a restart if it can be saved.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="IOException">It can't be saved. To revoke it again tries that again.</exception>
    public bool TryRevoke(string id)
    {
        lock (_changing)
        {
            bool isKnown = Find(id) is not null || _unsaved.Contains(id);
            _links.TryRemove(id, out _);
            if (!isKnown)
                return false;
            _unsaved.Add(id);
            Save(All);
            return true;
        }
    }

    /// <summary>Finds what a token allows.</summary>
    /// <param name="token">What a client sent.</param>
    /// <param name="grant">What the link allows; null if it has ended.</param>
    /// <param name="refusal">How it has ended.</param>
    /// <param name="id">The link's id.</param>
    /// <returns>False if it is no token of this service.</returns>
    public bool TryFind(string token, out AccessGrant? grant, out KeyRefusal refusal, out string id)
    {
        (grant, refusal, id) = (null, KeyRefusal.Wrong, "");
        if (!token.StartsWith(TokenStart, StringComparison.Ordinal) || !_tokens.TryRead(token, out id, out DateTimeOffset expires))
            return false;
        grant = Find(id)?.Grant;
        refusal = expires <= _time.GetUtcNow() ? KeyRefusal.ExpiredLink : KeyRefusal.RevokedLink;
        return true;
    }

    private bool IsUsable(SignedLink link) => link.IsValid && !link.Grant.IsExpired(_time.GetUtcNow());

    private void Save(SignedLink[] links)
    {
        _file?.Write(links, StateJson.Default.SignedLinkArray);
        _unsaved.Clear();
    }
}
