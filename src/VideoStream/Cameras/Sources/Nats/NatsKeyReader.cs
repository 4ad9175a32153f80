using NATS.Client.Core;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// Reads the file that lets in at a NATS server: credentials, as <c>nsc</c> writes them, or the seed of an NKey, as <c>nk -gen user</c>
/// does. The client's own readers read credentials just once, and want a public key beside a seed.
/// </summary>
internal static class NatsKeyReader
{
    private const string UserSeed = "SU", Token = "-----BEGIN NATS USER JWT-----";

    /// <summary>What the client is to ask for a credential at each connection, so that a renewed file counts.</summary>
    /// <param name="options">Names the file, if there is one.</param>
    /// <param name="report">Gets why there is no credential; null if there is one.</param>
    public static Func<Uri, CancellationToken, ValueTask<NatsAuthCred>>? Of(NatsOptions options, Action<string?> report) => options switch
    {
        { CredsFile: { Length: > 0 } file } => Reader(file, FromCredentials, report),
        { NKeyFile: { Length: > 0 } file } => Reader(file, FromSeed, report),
        _ => null,
    };

    private static Func<Uri, CancellationToken, ValueTask<NatsAuthCred>> Reader(
        string file, Func<string, NatsAuthCred> parse, Action<string?> report) => async (_, cancellationToken) =>
    {
        try
        {
            NatsAuthCred credential = parse(await File.ReadAllTextAsync(file, cancellationToken));
            report(null);
            return credential;
        }
        catch (InvalidDataException e)
        {
            report($"{file} {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report($"{file} can't be read: {e.Message}");
        }

        return default;
    };

    private static NatsAuthCred FromSeed(string text) => NatsAuthCred.FromNkey(FindSeed(text));

    private static NatsAuthCred FromCredentials(string text)
    {
        if (!text.Contains(Token, StringComparison.Ordinal))
            throw new InvalidDataException($"has no token of a user, which follows a line \"{Token}\"");
        FindSeed(text);
        return NatsAuthCred.FromCreds(text);
    }

    private static string FindSeed(string text) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(UserSeed, StringComparison.Ordinal))
        ?? throw new InvalidDataException($"has no seed of a user's NKey, which begins with {UserSeed}");
}
