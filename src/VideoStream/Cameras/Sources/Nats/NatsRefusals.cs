using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// What a NATS server has refused since a connection was made that nobody here asked for. It says so beside the questions, and answers none
/// of those.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed partial class NatsRefusals(TimeProvider time)
{
    /// <summary>How long before the end of a connection the server may have said why it ends.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>More subjects than are asked for, of some 100 bytes each; they are forgotten then. A viewer may add thirty.</summary>
    private const int Max = 50_000;

    private readonly ConcurrentDictionary<string, string> _bySubject = new();
    private volatile string? _answers;
    private volatile string? _all;
    private long _allAt;
    private string? _server;
    private int _version;

    /// <summary>Raised with a subject that was refused. Handlers must not block.</summary>
    public event Action<string>? Refused;

    /// <summary>Another number after each change of what is refused by its subject.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Whether no subject is refused.</summary>
    public bool IsEmpty => _bySubject.IsEmpty;

    /// <summary>Why it lets nobody in who says what we say; null if it does.</summary>
    public string? OfConnection => _all;

    /// <summary>Adds what the server said.</summary>
    /// <param name="error">For example: <c>Permissions Violation for Publish to "videostream.gate.ask.state"</c>.</param>
    public void Add(string error)
    {
        if (!TryReadSubject(error, out string? subject))
        {
            Interlocked.Exchange(ref _allAt, time.GetTimestamp());
            _all = error;
            return;
        }

        if (subject.StartsWith("_INBOX.", StringComparison.Ordinal))
            _answers = error;
        if (_bySubject.Count >= Max)
            _bySubject.Clear();
        // Who is refused asks again and again.
        if (!_bySubject.TryAdd(subject, error))
            return;
        Interlocked.Increment(ref _version);
        Refused?.Invoke(subject);
    }

    /// <summary>Why a question gets no answer, as the server says it; null if it did not refuse it.</summary>
    public string? OfQuestion(string subject) => Of(subject) ?? _answers;

    /// <summary>Why nothing can be published to a subject, or received from it; null if it was not refused.</summary>
    public string? Of(string subject) => _bySubject.GetValueOrDefault(subject);

    /// <summary>It is allowed.</summary>
    public void Remove(string subject)
    {
        if (_bySubject.TryRemove(subject, out _))
            Interlocked.Increment(ref _version);
    }

    /// <summary>
    /// There is a new connection. All is forgotten, because the server's configuration may be another one. If it was asked for, to drop a
    /// backlog, the same server refuses the same: else all viewers behind a thin link would try what is refused each time.
    /// </summary>
    /// <param name="server">Which server answers: another text once it was restarted.</param>
    /// <param name="isAsked">Whether the connection was asked for.</param>
    public void OnConnected(string? server, bool isAsked)
    {
        _all = null;
        bool isSame = server is not null && server == _server;
        _server = server;
        if (isSame && isAsked)
            return;
        _bySubject.Clear();
        _answers = null;
        Interlocked.Increment(ref _version);
    }

    /// <summary>The connection has ended, or none could be made. What the server said long before is not why.</summary>
    public void OnLost()
    {
        if (time.GetElapsedTime(Interlocked.Read(ref _allAt)) > LastWords)
            _all = null;
    }

    private static bool TryReadSubject(string error, [NotNullWhen(true)] out string? subject)
    {
        Match match = Violation().Match(error);
        subject = match.Success ? match.Groups["subject"].Value : null;
        return match.Success;
    }

    [GeneratedRegex("""^'?Permissions Violation for (Publish|Subscription) to "(?<subject>[^" ]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Violation();
}
