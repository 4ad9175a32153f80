using System.Buffers.Text;
using System.Text.Json;
using NATS.NKeys;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// An operator with one account and one user, as <c>nsc</c> makes them for a NATS server that knows its users by signed tokens.
/// </summary>
internal sealed class NatsOperator : IDisposable
{
    private readonly KeyPair _operator = KeyPair.CreatePair(PrefixByte.Operator);
    private readonly KeyPair _account = KeyPair.CreatePair(PrefixByte.Account);
    private readonly KeyPair _user = KeyPair.CreatePair(PrefixByte.User);

    /// <summary>The configuration of the server.</summary>
    public string ServerConfiguration => $$"""
        operator: {{Token(_operator, _operator, "operator", new { })}}
        resolver: MEMORY
        resolver_preload: { {{_account.GetPublicKey()}}: {{Token(_account, _operator, "account", AccountLimits)}} }
        """;

    /// <summary>The text of the user's <c>.creds</c> file.</summary>
    public string Credentials => $"""
        -----BEGIN NATS USER JWT-----
        {Token(_user, _account, "user", UserLimits)}
        ------END NATS USER JWT------

        -----BEGIN USER NKEY SEED-----
        {_user.GetSeed()}
        ------END USER NKEY SEED------
        """;

    private static object AccountLimits =>
        new { limits = new { subs = -1, data = -1, payload = -1, imports = -1, exports = -1, wildcards = true, conn = -1, leaf = -1 } };

    private static object UserLimits => new { subs = -1, data = -1, payload = -1 };

    public void Dispose()
    {
        _operator.Dispose();
        _account.Dispose();
        _user.Dispose();
    }

    /// <summary>A JSON web token as NATS has it: signed with the key of who issues it.</summary>
    private static string Token(KeyPair subject, KeyPair issuer, string type, object limits)
    {
        Dictionary<string, object> nats = JsonSerializer.Deserialize<Dictionary<string, object>>(JsonSerializer.Serialize(limits))!;
        (nats["type"], nats["version"]) = (type, 2);
        var claims = new { jti = type, iss = issuer.GetPublicKey(), sub = subject.GetPublicKey(), name = type, nats };
        string signed = $"{Part(new { typ = "JWT", alg = "ed25519-nkey" })}.{Part(claims)}";
        var signature = new byte[64];
        issuer.Sign(System.Text.Encoding.ASCII.GetBytes(signed), signature);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
