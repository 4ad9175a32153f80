using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>What is computed of the options, once for each reload, when it is first needed. For any thread.</summary>
/// <param name="options">The options in effect.</param>
/// <param name="compute">Computes the value. It may run more than once for the same options.</param>
internal sealed class OptionsView<T>(IOptions<VideoStreamOptions> options, Func<VideoStreamOptions, T> compute)
{
    private Computed? _computed;

    public T Value
    {
        get
        {
            VideoStreamOptions current = options.Value;
            if (Volatile.Read(ref _computed) is not { } computed || computed.Options != current)
                Volatile.Write(ref _computed, computed = new Computed(current, compute(current)));
            return computed.Value;
        }
    }

    private sealed record Computed(VideoStreamOptions Options, T Value);
}
