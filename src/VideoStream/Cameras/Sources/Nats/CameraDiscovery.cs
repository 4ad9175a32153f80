using Microsoft.Extensions.Options;
using NATS.Client.Core;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// Finds the cameras of entries whose source is <c>nats://HOST:PORT/*</c>: asks the services there for their names. One thread at a time
/// looks, all may read.
/// </summary>
internal sealed partial class CameraDiscovery(
    NatsServers servers, IOptions<VideoStreamOptions> options, ILogger<CameraDiscovery> logger)
{
    /// <summary>The time between two questions.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Never changed, but replaced as a whole.
    private Dictionary<(string Entry, string Source), DiscoveredEntry> _entries = [];

    /// <summary>Whether there are other entries than the caller knows of: it learns of them by an answer, which can fail.</summary>
    private bool _isOther;

    /// <summary>The state of each entry.</summary>
    public IEnumerable<DiscoveryState> States => Volatile.Read(ref _entries).Values.Select(entry => entry.State);

    /// <summary>All cameras that there are to be: those that are configured by name, and those that were found.</summary>
    public Dictionary<string, CameraOptions> CamerasOf(VideoStreamOptions configured)
    {
        var cameras = configured.Cameras.Where(entry => !entry.Value.IsMany).ToDictionary(StringComparer.OrdinalIgnoreCase);
        Dictionary<(string, string), DiscoveredEntry> found = Volatile.Read(ref _entries);
        foreach (var (entry, many) in configured.Cameras.Where(entry => entry.Value.IsMany))
        {
            if (!found.TryGetValue((entry, many.Source), out DiscoveredEntry? discovered))
                continue;
            foreach (PublishedName camera in discovered.Cameras)
                cameras.TryAdd(discovered.NameOf(camera), many.Of(camera.Name, PublishedName.TitleOf(camera.Name, camera.Title)));
        }

        return cameras;
    }

    /// <summary>Asks once, at all servers.</summary>
    /// <returns>Whether a camera came, went, or has another title.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        VideoStreamOptions configured = options.Value;
        var entries = new Dictionary<(string, string), DiscoveredEntry>();
        foreach (var (entry, many) in configured.Cameras.Where(entry => entry.Value.IsMany))
        {
            entries[(entry, many.Source)] = _entries.GetValueOrDefault((entry, many.Source))
                ?? new DiscoveredEntry(entry, servers.Get(new CameraUrl(many.Source.Trim())));
        }

        _isOther |= !entries.Keys.ToHashSet().SetEquals(_entries.Keys);
        // Before the answers, so that the status has them at once.
        Volatile.Write(ref _entries, entries);
        bool[] changed = await Task.WhenAll(
            entries.Values.Select(entry => LookAsync(entry, configured.Publish.Nats.Prefix, cancellationToken)));
        bool isOther = _isOther;
        _isOther = false;
        return isOther || changed.Any(one => one);
    }

    private async Task<bool> LookAsync(DiscoveredEntry entry, string prefix, CancellationToken cancellationToken)
    {
        if (!await entry.Server.WaitAsync(AllAnswers.First, cancellationToken))
        {
            entry.Problem = entry.Server.Fault.Text;
            return false;
        }

        PublishedCameras[]? answers = await AskAsync(entry.Server, prefix, cancellationToken);
        if (answers is null)
        {
            entry.Problem = entry.Server.Fault.Text;
            return false;
        }

        string? known = entry.Problem;
        IReadOnlyList<PublishedName> before = entry.Cameras;
        bool wasFull = entry.IsFull;
        foreach (PublishedName refused in entry.Add(answers))
            LogTooLong(entry.NameOf(refused), refused.Name);
        if (entry.IsFull && !wasFull)
            LogTooMany(entry.Entry, entry.Server.Display, CameraDirectory.MaxCameras);
        if (answers.Length == 0 && entry.Server.Refusals.OfQuestion(NatsSubjects.Cameras(prefix)) is { } refusal)
            entry.Problem = $"the NATS server refuses: {refusal}";
        if (entry.Problem is { } problem && problem != known)
            LogProblem(entry.Entry, problem);
        LogChanges(entry, before);
        return !before.SequenceEqual(entry.Cameras);
    }

    private void LogChanges(DiscoveredEntry entry, IReadOnlyList<PublishedName> before)
    {
        foreach (PublishedName came in entry.Cameras.ExceptBy(before.Select(camera => camera.Name), camera => camera.Name))
            LogCame(entry.NameOf(came), came.Name, entry.Server.Display);
        foreach (PublishedName gone in before.ExceptBy(entry.Cameras.Select(camera => camera.Name), camera => camera.Name))
            LogGone(entry.NameOf(gone), gone.Name, entry.Server.Display);
    }

    /// <summary>Asks all services at a server.</summary>
    /// <returns>The answers; null if the connection was lost.</returns>
    private static async Task<PublishedCameras[]?> AskAsync(NatsServer server, string prefix, CancellationToken cancellationToken)
    {
        var answers = new List<PublishedCameras>();
        try
        {
            await foreach (NatsMsg<byte[]> answer in server.Connection.RequestManyAsync<byte[]?, byte[]>(
                NatsSubjects.Cameras(prefix),
                null,
                replyOpts: AllAnswers.Options,
                cancellationToken: cancellationToken))
            {
                if (NatsAnswers.Cameras(answer.Data) is { } cameras)
                    answers.Add(cameras);
                if (answers.Count == CameraDirectory.MaxServices)
                    break;
            }
        }
        catch (NatsNoRespondersException)
        {
            // Nobody publishes anything.
        }
        catch (Exception e) when (e.IsOfConnection(cancellationToken))
        {
            return server.IsConnected ? [.. answers] : null;
        }

        return [.. answers];
    }
}
