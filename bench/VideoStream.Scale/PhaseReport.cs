using System.Globalization;

namespace VideoStream.Scale;

/// <summary>What was seen in one phase.</summary>
/// <param name="name">What happened in it.</param>
/// <param name="world">The simulation.</param>
/// <param name="from">Its first second.</param>
/// <param name="to">The second after it.</param>
internal sealed class PhaseReport(string name, World world, int from, int to)
{
    private static readonly (Figure Figure, string Text)[] Rows =
    [
        (Figure.Viewers, "viewers with a place"),
        (Figure.Leases, "leases that relays hold at the origin"),
        (Figure.OrphanedLeases, "of them of a dead relay"),
        (Figure.LeaseQuestions, "questions for a lease, a second, at the origin"),
        (Figure.StateQuestions, "questions for the state"),
        (Figure.KeyFrameQuestions, "questions for a key frame"),
        (Figure.Releases, "leases given back, a second"),
        (Figure.EncodedVariants, "variants that the origin encodes and publishes"),
        (Figure.Substituted, "viewers that get a lower variant, as no more are published"),
        (Figure.KeyFrames, "key frames, a second, of all variants"),
        (Figure.PublishedFrames, "frames that the origin publishes, a second"),
        (Figure.OriginMegabits, "Mbit/s out of the origin"),
        (Figure.NatsInMegabits, "Mbit/s into a NATS server (the one with most)"),
        (Figure.NatsOutMegabits, "Mbit/s out of it to its relays (the one with most)"),
        (Figure.RouteMegabits, "Mbit/s over the routes of the origin's NATS server"),
        (Figure.RelayInMegabits, "Mbit/s into a relay (the one with most)"),
        (Figure.RelayMeanMegabits, "Mbit/s out of a relay (mean of all)"),
        (Figure.RelayMegabits, "Mbit/s out of a relay (the one with most)"),
        (Figure.Handshakes, "handshakes, a second, at all relays"),
        (Figure.RelayHandshakes, "handshakes, a second, at a relay (the one with most)"),
        (Figure.Refusals, "viewers that found a relay full, a second"),
    ];

    /// <summary>When the last lease of a dead relay had ended; null if none died.</summary>
    public TimeSpan? OrphansEnded { get; init; }

    /// <summary>How long a viewer that had lost its picture waited for the next one, at most.</summary>
    public TimeSpan LongestLoss => world.Meter.Waits(WaitKind.Loss, from, to) is [.., var longest] ? longest : TimeSpan.Zero;

    /// <summary>Writes whether all bounds were held.</summary>
    public static void Write(Bounds bounds, TextWriter output)
    {
        output.WriteLine();
        foreach (var (text, missed) in bounds.Missed)
            output.WriteLine(missed == 0 ? $"held: {text}" : $"MISSED {missed} times: {text}");
    }

    public void Write(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Invariant($"{name} ({to - from} s)"));
        output.WriteLine(Invariant($"  {"",-62}{"mean",10}{"peak",10}"));
        foreach (var (figure, text) in Rows)
        {
            IReadOnlyList<double> values = world.Meter.Between(figure, from, to);
            if (values.Any(value => value > 0))
                output.WriteLine(Invariant($"  {text,-62}{values.Average(),10:0.#}{values.Max(),10:0.#}"));
        }

        WriteWaits(output, WaitKind.Arrival, "from opening the page to the first picture");
        WriteWaits(output, WaitKind.Change, "a picture that stood still while its variant changed");
        WriteWaits(output, WaitKind.Loss, "from losing the picture to the next one");
        if (OrphansEnded is { } ended)
            output.WriteLine(Invariant($"  the last lease of the dead relay ended after {ended.TotalSeconds:0.0} s"));
    }

    private void WriteWaits(TextWriter output, WaitKind kind, string text)
    {
        IReadOnlyList<TimeSpan> waits = world.Meter.Waits(kind, from, to);
        if (waits.Count == 0)
            return;
        double At(double part) => waits[Math.Min(waits.Count - 1, (int)(waits.Count * part))].TotalSeconds;
        output.WriteLine(Invariant(
            $"  {text}: 50 % {At(0.5):0.0} s, 95 % {At(0.95):0.0} s, all {waits[^1].TotalSeconds:0.0} s ({waits.Count} viewers)"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
