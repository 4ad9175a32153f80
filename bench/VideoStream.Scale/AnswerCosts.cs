using System.Diagnostics;
using System.Globalization;
using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>
/// What the origin's answers cost, with as many leases as all relays have: without the work of the NATS client, on one thread, which is
/// how the service answers them.
/// </summary>
internal sealed class AnswerCosts
{
    /// <summary>As many variants as a relay of 400 viewers asks for in the simulation.</summary>
    private const int VariantsPerRelay = 10;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    private readonly VirtualTime _time = new();
    private readonly ScaleOptions _options;
    private readonly PublishedCamera _camera;
    private readonly (string Variant, string Id)[] _leases;
    private readonly string[] _subjects;
    private int _next;

    public AnswerCosts(ScaleOptions options)
    {
        _options = options;
        _leases = [.. LeasesOf(options)];
        _subjects = [.. _leases.Select(lease => Origin.Subjects.Lease(lease.Variant))];
        _camera = Origin.CreateCamera(Origin.ClosedServer(_time), _time, AnswersOverNats.MaxVariants);
        foreach (var _ in _leases)
            Renew();
    }

    /// <summary>Each relay's variants, and the identities of its leases.</summary>
    public static IEnumerable<(string Variant, string Id)> LeasesOf(ScaleOptions options)
    {
        var mix = new ViewerMix(options.JpegPercent, new Random(options.Seed));
        for (int relay = 0; relay < options.Relays; relay++)
        {
            for (int i = 0; i < Math.Min(VariantsPerRelay, mix.All.Count); i++)
                yield return (mix.All[i < 5 ? i : 5 + ((relay + i) % (mix.All.Count - 5))].Name, $"{relay:x16}{i:x16}");
        }
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(Invariant($"{_camera.Leases} leases of {_options.Relays} relays, {_camera.Variants} variants"));
        double lease = Print(output, "a question for a lease", Renew);
        Print(output, "a question for the state", () => _camera.Answer(Origin.Subjects.State, null));
        string keyFrame = Origin.Subjects.KeyFrame(_leases[0].Variant), release = Origin.Subjects.Release(_leases[0].Variant);
        double key = Print(output, "a question for a key frame", () => _camera.Answer(keyFrame, _leases[0].Id));
        Print(output, "a lease given back, and asked for again", () =>
        {
            _camera.Answer(release, _leases[0].Id);
            _camera.Answer(_subjects[0], _leases[0].Id);
        });
        Print(output, "looking for leases that have ended, once a second", _camera.Expire);
        Print(output, "counting the leases, for the status", () => _ = _camera.Leases);
        output.WriteLine(Invariant($"One core answers {1e6 / lease:0} questions for a lease a second, or {1e6 / key:0} for a key frame."));
        _camera.Close();
    }

    private void Renew()
    {
        _camera.Answer(_subjects[_next], _leases[_next].Id);
        _next = (_next + 1) % _leases.Length;
    }

    /// <summary>Does it for a while, and prints what one takes: the median of five.</summary>
    private static double Print(TextWriter output, string text, Action action)
    {
        double[] costs = [.. Enumerable.Range(0, 6).Select(_ => Measure(action)).Skip(1).Order()];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            action();
        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000.0;
        output.WriteLine(Invariant($"  {text,-52}{costs[2],10:0.00} µs, {bytes,6:0} bytes allocated"));
        return costs[2];
    }

    private static double Measure(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        while (Stopwatch.GetElapsedTime(started) < Shortest)
        {
            for (int i = 0; i < 100; i++)
                action();
            count += 100;
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
