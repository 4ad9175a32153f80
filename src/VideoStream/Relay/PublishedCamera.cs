using System.Text.Json;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// One camera that is published: answers what relays ask, and publishes the variants that they have leases of. One thread at a time.
/// </summary>
/// <param name="variants">The camera's variants.</param>
/// <param name="uplink">The connection.</param>
/// <param name="subjects">The camera's subjects.</param>
/// <param name="settings">What counts for all cameras.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets failures.</param>
internal sealed class PublishedCamera(
    VariantSet variants, Uplink uplink, NatsSubjects subjects, PublishSettings settings, TimeProvider time, ILogger logger)
{
    private readonly LeaseTable _leases = new(time);
    private readonly Dictionary<string, PublishedVariant> _published = [];

    public Camera Camera => variants.Camera;

    public NatsSubjects Subjects => subjects;

    public PublishStatistics Statistics { get; } = new();

    /// <summary>How many leases relays have.</summary>
    public int Leases => _leases.Count;

    /// <summary>How many variants are published.</summary>
    public int Variants => _published.Count;

    /// <summary>What the server does not take, in words; null if it takes all.</summary>
    public string? Refusal => _published.Keys
        .Select(variant => uplink.Server.Refusals.Of(subjects.Frames(variant)))
        .FirstOrDefault(refusal => refusal is not null);

    /// <summary>Why frames are longer than the server takes, in words; null if none are.</summary>
    public string? TooLong => _published.Values
        .Select(published => published.Target.TooLong)
        .FirstOrDefault(problem => problem is not null);

    /// <summary>Answers a question of a relay.</summary>
    /// <returns>The answer, as JSON; null if there is none.</returns>
    public byte[]? Answer(string subject, string? relay)
    {
        var (question, variant) = subjects.Read(subject);
        switch (question)
        {
            case NatsQuestion.State:
                return JsonSerializer.SerializeToUtf8Bytes(State(), NatsJson.Default.PublishedState);
            case NatsQuestion.Lease:
                return JsonSerializer.SerializeToUtf8Bytes(Lease(variant, relay), NatsJson.Default.LeaseAnswer);
            case NatsQuestion.Release when relay is not null:
                if (_leases.TryEnd(relay))
                    EndUnleased();
                break;
            case NatsQuestion.KeyFrame:
                _published.GetValueOrDefault(variant)?.RequestKeyFrame();
                break;
        }

        return null;
    }

    /// <summary>Ends what nobody has asked for lately.</summary>
    public void Expire()
    {
        _leases.Expire();
        EndUnleased();
    }

    /// <summary>Ends all.</summary>
    public void Close()
    {
        foreach (PublishedVariant published in _published.Values)
            published.Close();
        _published.Clear();
    }

    private PublishedState State()
    {
        Camera camera = variants.Camera;
        CameraStatus status = camera.Status;
        PictureSize size = camera.Newest?.Size ?? default;
        return new PublishedState(
            settings.Instance,
            status.State,
            status.Reason,
            camera.Title,
            size.Width,
            size.Height,
            camera.Clock.UnixMicroseconds,
            TooLong ?? (Refusal is { } refusal ? "the NATS server does not let the service publish its frames: " + refusal : null),
            Math.Min(camera.SeenRate ?? 0, variants.Limits.FrameRate));
    }

    private LeaseAnswer Lease(string asked, string? request)
    {
        if (LeaseRequest.Parse(request) is not { Id: var relay, Rate: var rate } || !VariantName.TryParse(asked, out Variant? variant))
            return new LeaseAnswer(null, "this service publishes no such variant");
        // As for viewers: who watches a variant goes on, though it could not begin any more.
        if (_published.GetValueOrDefault(asked) is not { HasFailed: false } && variants.FindProblem(variant.Value) is { } problem)
            return new LeaseAnswer(null, problem);
        bool isNew = !_published.ContainsKey(asked);
        string granted = isNew && _published.Count >= settings.MaxVariants ? Substitute(variant.Value) : asked;
        bool isAnother = !_leases.Has(granted, relay);
        if (!_leases.TryRenew(granted, relay, rate))
            return new LeaseAnswer(null, "too many relays");
        PublishedVariant? published = _published.GetValueOrDefault(granted);
        if (published is not { HasFailed: false })
            Publish(granted, published?.Variant ?? variant.Value);
        else if (isAnother)
            Begin(published, granted == asked, relay);
        else if (published.Target.AwaitsKeyFrame)
            published.RequestKeyFrame();
        _published[granted].Target.Rate = _leases.RateOf(granted);
        return new LeaseAnswer(granted, published?.Problem, published is { Problem: not null, Target.Excess: var excess } ? excess : 0);
    }

    /// <summary>A relay has joined. It may not ask for a key frame, where permissions name each question.</summary>
    private static void Begin(PublishedVariant published, bool isAsked, string relay)
    {
        if (!isAsked && !published.Substitutes.TryBegin(relay))
            return;
        published.Repeat();
        published.RequestKeyFrame();
    }

    /// <summary>As for viewers: the nearest that is not better.</summary>
    private string Substitute(Variant wanted)
    {
        var others = _published.ToDictionary(published => published.Value.Variant, published => published.Key);
        return others.Keys.Any(wanted.HasSameCodec) ? others[wanted.Nearest(others.Keys)] : VariantName.Of(wanted);
    }

    private void Publish(string name, Variant variant)
    {
        var target = new PublishTarget(subjects.Frames(name), settings.Instance, Statistics);
        var published = new PublishedVariant(variants, variant, uplink, target, time, logger);
        _published[name] = published;
        published.Start();
    }

    private void EndUnleased()
    {
        foreach (var (name, published) in _published)
        {
            if (_leases.Has(name))
            {
                published.Target.Rate = _leases.RateOf(name);
                continue;
            }

            published.Close();
            _published.Remove(name);
        }
    }
}
