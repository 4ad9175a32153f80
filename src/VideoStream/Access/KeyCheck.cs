using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace VideoStream.Access;

/// <summary>Checks the keys that clients send. Refusals are counted, and logged in sum.</summary>
internal sealed class KeyCheck(
    AccessKeys keys,
    FailedTries failures,
    TimeProvider time,
    ILogger<KeyCheck> logger,
    RefusalCounts? refusals = null,
    LinkRegistry? links = null)
{
    private readonly RefusalLog _refusals = new(time, logger, refusals);

    /// <summary>Checks a key, or the token of a link.</summary>
    /// <param name="key">What the client sent.</param>
    /// <param name="client">The client's address; null over a unix socket.</param>
    /// <param name="grant">What the key allows.</param>
    /// <param name="refusal">Why it is refused.</param>
    public bool TryFind(string key, IPAddress? client, [NotNullWhen(true)] out AccessGrant? grant, out KeyRefusal refusal)
    {
        IPAddress address = client is null ? IPAddress.None : ClientAddress.Of(client);
        string remote = client is null ? "unix socket" : $"{client}";
        (grant, refusal) = (null, KeyRefusal.TooManyTries);
        // Before the key is compared, or the limit would not slow guesses.
        if (failures.IsBlocked(address))
            return Refuse(RefusalCause.TooManyTries, remote, "it tried too many wrong keys, see VideoStream:Access:FailedTriesPerMinute");

        if (links is not null && links.TryFind(key, out grant, out refusal, out string id))
            return grant is not null || Refuse(RefusalCause.EndedLink, remote, $"the link {id} has expired or was revoked", id);

        byte[] hash = AccessKey.HashOf(key);
        refusal = KeyRefusal.Wrong;
        if (keys.Find(hash) is not { } found)
        {
            failures.Count(address, hash);
            return Refuse(RefusalCause.WrongKey, remote, "its key is wrong");
        }

        string name = found.Grant.Key!;
        refusal = KeyRefusal.Expired;
        if (found.Grant.IsExpired(time.GetUtcNow()))
            return Refuse(RefusalCause.ExpiredKey, remote, $"the key {name} has expired, see VideoStream:Access:Keys:{name}:Expires", name);
        grant = found.Grant;
        return true;
    }

    private bool Refuse(RefusalCause cause, string remote, string reason, string subject = "")
    {
        _refusals.Refused(cause, remote, reason, subject);
        return false;
    }
}
