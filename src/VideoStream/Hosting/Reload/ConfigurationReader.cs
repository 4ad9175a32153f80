using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// Reads the configuration again from all its sources, beside the one in effect, and validates it as the start does. So a file that is half
/// written or has a mistake changes nothing.
/// </summary>
/// <param name="configuration">The configuration in effect. It does not watch its files itself.</param>
/// <param name="validators">The validators of the options.</param>
/// <param name="time">The clock.</param>
internal sealed class ConfigurationReader(
    ConfigurationManager configuration,
    IEnumerable<IValidateOptions<VideoStreamOptions>> validators,
    TimeProvider time)
{
    private string[] _present = [.. Paths(configuration).Where(File.Exists)];

    /// <summary>The settings files, those included that do not exist.</summary>
    public IEnumerable<string> Files => Paths(configuration);

    /// <summary>The configuration in effect at the start, which was validated.</summary>
    public ReadConfiguration Started(VideoStreamOptions options) => Found(configuration, options);

    /// <summary>Reads and validates.</summary>
    /// <exception cref="Exception">A mistake, see <see cref="OperatorMistake"/>.</exception>
    public ReadConfiguration Read()
    {
        if (_present.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            throw new StartException($"{missing} is missing");
        foreach (string path in Files)
        {
            if (FileBounds.Problem(path) is { } unreadable)
                throw new StartException($"{path} is not read: {unreadable}");
        }

        var builder = new ConfigurationBuilder();
        foreach (IConfigurationSource source in ((IConfigurationBuilder)configuration).Sources)
            builder.Add(source);
        IConfigurationRoot root = builder.Build();
        if (Problems(root).FirstOrDefault() is { } problem)
            throw new StartException(problem);
        VideoStreamOptions options = new OptionsFactory<VideoStreamOptions>([new VideoStreamOptionsBinder(root)], [], validators)
            .Create(Options.DefaultName);
        return Found(root, options);
    }

    /// <summary>Takes the sources over into the configuration in effect, which raises its change token.</summary>
    public void Apply()
    {
        ((IConfigurationRoot)configuration).Reload();
        _present = [.. Files.Where(File.Exists)];
    }

    private static IEnumerable<string> Problems(IConfiguration root) => LogLevels.Problems(root)
        .Concat(ListenAddresses.Problems(root))
        .Concat(CertificateFiles.Problems(root, Environment.CurrentDirectory));

    private ReadConfiguration Found(IConfigurationRoot root, VideoStreamOptions options)
    {
        IEnumerable<string> warnings = CertificateFiles.Warnings(root, Environment.CurrentDirectory, time.GetUtcNow());
        return new(root, options, ConfigurationValues.Of(root), [.. warnings]);
    }

    private static IEnumerable<string> Paths(IConfigurationBuilder builder) => builder.Sources
        .OfType<FileConfigurationSource>()
        .Select(source => source.FileProvider?.GetFileInfo(source.Path ?? "").PhysicalPath)
        .OfType<string>();
}
