using NATS.Client.Core;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// Reads a file with the seed of an NKey, as <c>nk -gen user</c> writes it. The client's own reader wants the public key, too.
/// </summary>
internal static class NKeyReader
{
    private const string UserSeed = "SU";

    /// <summary>What the client is to ask for a credential at each connection, so that a renewed file counts.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <param name="failed">Gets why there is none.</param>
    public static Func<Uri, CancellationToken, ValueTask<NatsAuthCred>>? Of(string? file, Action<string> failed) =>
        string.IsNullOrEmpty(file) ? null : async (_, cancellationToken) => await ReadAsync(file, failed, cancellationToken);

    private static async Task<NatsAuthCred> ReadAsync(string file, Action<string> failed, CancellationToken cancellationToken)
    {
        try
        {
            string? seed = (await File.ReadAllLinesAsync(file, cancellationToken))
                .Select(line => line.Trim())
                .FirstOrDefault(line => line.StartsWith(UserSeed, StringComparison.Ordinal));
            if (seed is not null)
                return NatsAuthCred.FromNkey(seed);
            failed($"{file} has no seed of a user's NKey, which begins with {UserSeed}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failed($"{file} can't be read: {e.Message}");
        }

        return default;
    }
}
