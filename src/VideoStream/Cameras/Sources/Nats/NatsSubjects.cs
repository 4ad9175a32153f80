using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>The subjects of one camera (docs/scale.md). A variant is named by four tokens.</summary>
/// <param name="prefix">What all subjects begin with.</param>
/// <param name="camera">The camera's name at the service that publishes it.</param>
internal sealed class NatsSubjects(string prefix, string camera)
{
    private const string LeasePart = "lease.", ReleasePart = "release.", KeyFramePart = "keyframe.", StatePart = "state";

    private readonly string _asked = $"{prefix}.{camera}.ask.";

    /// <summary>
    /// Whether a question is to be answered there. Who asks names the subject, and this service may publish where the other one may not:
    /// frames, and the request to take a camera over. So answers go to inboxes only, whose names begin so in all libraries.
    /// </summary>
    public static bool IsInbox([NotNullWhen(true)] string? subject) => subject?.StartsWith("_INBOX", StringComparison.Ordinal) == true;

    /// <summary>A request, which every service that publishes answers with the names of its cameras.</summary>
    public static string Cameras(string prefix) => prefix + ".cameras";

    /// <summary>The camera's name at the service that publishes it.</summary>
    public string Camera => camera;

    /// <summary>All that relays ask for.</summary>
    public string Questions => _asked + ">";

    /// <summary>A request, which is answered with the state of the camera.</summary>
    public string State => _asked + StatePart;

    /// <summary>
    /// A request to stop publishing the camera, because another service does from now on. Not among the questions, so that relays need not
    /// be allowed to send it.
    /// </summary>
    public string TakeOver => $"{prefix}.{camera}.takeover";

    /// <summary>The frames of a variant.</summary>
    public string Frames(string variant) => $"{prefix}.{camera}.frames.{variant}";

    /// <summary>A request, which is answered with the variant that is published for it.</summary>
    public string Lease(string variant) => _asked + LeasePart + variant;

    /// <summary>Tells that a lease is not needed any more.</summary>
    public string Release(string variant) => _asked + ReleasePart + variant;

    /// <summary>Asks for a key frame.</summary>
    public string KeyFrame(string variant) => _asked + KeyFramePart + variant;

    /// <summary>What a subject of <see cref="Questions"/> asks for, and of which variant.</summary>
    public (NatsQuestion Question, string Variant) Read(string subject)
    {
        string asked = subject.StartsWith(_asked, StringComparison.Ordinal) ? subject[_asked.Length..] : "";
        if (asked == StatePart)
            return (NatsQuestion.State, "");
        foreach (var (part, question) in ((string, NatsQuestion)[])
            [(LeasePart, NatsQuestion.Lease), (ReleasePart, NatsQuestion.Release), (KeyFramePart, NatsQuestion.KeyFrame)])
        {
            if (asked.StartsWith(part, StringComparison.Ordinal))
                return (question, asked[part.Length..]);
        }

        return (NatsQuestion.Unknown, "");
    }
}
