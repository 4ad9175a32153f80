using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>
/// The options in effect. A reload replaces them as a whole, and no object of options is changed after it was bound. So who needs a value
/// more than once reads it from one <see cref="Value"/>. For any thread.
/// </summary>
internal sealed class CurrentOptions(IOptionsFactory<VideoStreamOptions> factory) : IOptions<VideoStreamOptions>
{
    private VideoStreamOptions? _value;

    /// <summary>The options in effect: at first those of the start.</summary>
    /// <exception cref="OptionsValidationException">The configuration of the start has a mistake.</exception>
    public VideoStreamOptions Value => Volatile.Read(ref _value) ?? Create();

    /// <summary>Replaces the options.</summary>
    /// <param name="next">Valid options.</param>
    public void Replace(VideoStreamOptions next) => Volatile.Write(ref _value, next);

    private VideoStreamOptions Create()
    {
        VideoStreamOptions created = factory.Create(Options.DefaultName);
        return Interlocked.CompareExchange(ref _value, created, null) ?? created;
    }
}
