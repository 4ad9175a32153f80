using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Rules of what is published to NATS, and of the credentials for it.</summary>
internal sealed partial class NatsOptionsRules : IValidateOptions<VideoStreamOptions>
{
    private const string Publish = $"{VideoStreamOptions.Section}:Publish:Nats", Nats = $"{VideoStreamOptions.Section}:Nats";

    private const int DefaultPort = 4222;

    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures = [.. Published(options.Publish.Nats, options.Cameras), .. Credentials(options.Nats)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Published(NatsPublishOptions publish, IDictionary<string, CameraOptions> cameras)
    {
        // Not shown: it may hold a password.
        if (!string.IsNullOrEmpty(publish.Url) && !Server().IsMatch(publish.Url))
            yield return $"{Publish}:Url is no address of a NATS server; allowed: nats://HOST or nats://HOST:PORT";
        if (!Tokens().IsMatch(publish.Prefix))
            yield return $"{Publish}:Prefix is '{publish.Prefix}'; allowed: letters, digits, '-' and '_', and dots between them";
        foreach (string camera in publish.Cameras)
        {
            string? name = cameras.Keys.FirstOrDefault(name => name.Equals(camera, StringComparison.OrdinalIgnoreCase));
            if (name is null)
                yield return $"{Publish}:Cameras has '{camera}'; allowed: {string.Join(", ", cameras.Keys)}";
            else if (IsItsOwnSource(name, cameras[name].Source, publish.Url))
                yield return $"{Publish}:Cameras has '{camera}', which is relayed from that name at the same server; "
                    + "allowed: a camera of another name, or of another server";
        }
    }

    /// <summary>Whether a relayed camera would be published as what it is relayed from: the service would be its own source.</summary>
    private static bool IsItsOwnSource(string camera, string source, string? published) =>
        Uri.TryCreate(source, UriKind.Absolute, out Uri? from) && Uri.TryCreate(published, UriKind.Absolute, out Uri? to)
        && from.Scheme == to.Scheme && from.Host == to.Host && PortOf(from) == PortOf(to) && from.AbsolutePath == "/" + camera;

    private static int PortOf(Uri server) => server.Port > 0 ? server.Port : DefaultPort;

    private static IEnumerable<string> Credentials(NatsOptions nats)
    {
        (string Key, string? Value)[] all =
            [("CredsFile", nats.CredsFile), ("NKeyFile", nats.NKeyFile), ("Token", nats.Token), ("User", nats.User)];
        string[] given = [.. all.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => one.Key)];
        if (given.Length > 1)
            yield return $"{Nats} has {string.Join(" and ", given)}; allowed: one of them";
        if (!string.IsNullOrEmpty(nats.Password) && string.IsNullOrEmpty(nats.User))
            yield return $"{Nats}:Password is set without User";
        foreach (var (key, file) in ((string Key, string? File)[])
            [("CredsFile", nats.CredsFile), ("NKeyFile", nats.NKeyFile), ("CaFile", nats.CaFile)])
        {
            if (!string.IsNullOrEmpty(file) && !File.Exists(file))
                yield return $"{Nats}:{key} is '{file}', which is no file that this user can see";
        }
    }

    [GeneratedRegex(@"^nats://([^\s/?#@]+@)?(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]]+)(:[0-9]{1,5})?/?\z")]
    private static partial Regex Server();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\z")]
    private static partial Regex Tokens();
}
