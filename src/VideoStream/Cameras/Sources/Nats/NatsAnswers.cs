using System.Text.Json;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// Reads what other services answer. Any bytes may come: what can't be true is no answer, and texts, names and rates have bounds.
/// </summary>
internal static class NatsAnswers
{
    /// <summary>Longer than any reason of this service, in characters. It is drawn, logged, and sent to each viewer.</summary>
    private const int MaxText = 500;

    /// <summary>More than a picture can be too long.</summary>
    private const double MaxExcess = 1000;

    /// <summary>No camera has a longer name where it is published.</summary>
    private const int MaxName = 32;

    /// <summary>A frame an hour, and more than any camera captures: times that are counted in frames stay times.</summary>
    private const double LeastFps = 1 / 3600.0, MostFps = 10_000;

    /// <summary>No clock is beyond it, and ours may go on for centuries with the difference to such a one.</summary>
    private static readonly long MaxTimeUs =
        (new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads the state of a camera.</summary>
    /// <returns>Null if it can't be true.</returns>
    /// <exception cref="JsonException">It is no state.</exception>
    public static PublishedState? State(byte[]? answer)
    {
        PublishedState? state = JsonSerializer.Deserialize(answer ?? [], NatsJson.Default.PublishedState);
        if (state is not { ServerTimeUs: > 0, Fps: >= 0 }
            || state.ServerTimeUs >= MaxTimeUs
            || !double.IsFinite(state.Fps)
            || !Enum.IsDefined(state.State))
            return null;
        return state with
        {
            Reason = Cut(state.Reason),
            Problem = Cut(state.Problem),
            Fps = state.Fps == 0 ? 0 : Math.Clamp(state.Fps, LeastFps, MostFps),
        };
    }

    /// <summary>Reads the answer to a relay that asks for a variant.</summary>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public static LeaseAnswer? Lease(byte[]? answer)
    {
        LeaseAnswer? lease = JsonSerializer.Deserialize(answer ?? [], NatsJson.Default.LeaseAnswer);
        return lease is null ? null : lease with
        {
            Error = Cut(lease.Error),
            Excess = double.IsFinite(lease.Excess) ? Math.Clamp(lease.Excess, 0, MaxExcess) : 0,
        };
    }

    /// <summary>Reads the cameras of a service, without those whose names can't be.</summary>
    /// <returns>Null if it is no such answer, which is no reason to leave out those of others.</returns>
    public static PublishedCameras? Cameras(byte[]? answer)
    {
        try
        {
            // JSON can have a null in any place.
            return JsonSerializer.Deserialize(answer ?? [], NatsJson.Default.PublishedCameras) is { Cameras: { } cameras } all
                ? all with { Cameras = [.. cameras.Where(IsCamera).Take(CameraDirectory.MaxCameras + 1).Select(WithTitle)] }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsCamera(PublishedName? camera) => camera is { Name.Length: <= MaxName } && PublishedName.IsName(camera.Name);

    private static PublishedName WithTitle(PublishedName camera) =>
        camera with { Title = PublishedName.TitleOf(camera.Name, camera.Title) };

    /// <summary>Cuts a text off where it is too long, and never within a character.</summary>
    private static string? Cut(string? text) => text is not { Length: > MaxText } ? text
        : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
}
