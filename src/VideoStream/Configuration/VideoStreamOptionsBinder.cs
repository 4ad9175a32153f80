using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Binds the options to the configuration, and rejects configuration with unknown keys or values of the wrong type.</summary>
internal sealed class VideoStreamOptionsBinder(IConfiguration configuration) : IConfigureOptions<VideoStreamOptions>
{
    public void Configure(VideoStreamOptions options)
    {
        IConfigurationSection section = configuration.GetSection(VideoStreamOptions.Section);
        string[] problems =
        [
            .. ConfigurationShape.Misplaced(configuration, section, typeof(VideoStreamOptions)),
            .. ConfigurationShape.Problems(section, typeof(VideoStreamOptions)),
        ];
        if (problems.Length > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(VideoStreamOptions), problems);

        section.Bind(options);
        if (options.Cameras.Count == 0)
            options.Cameras[options.DefaultCamera ?? VideoStreamOptions.OnlyCamera] = new CameraOptions();
        if (options.Source is { } source && options.Cameras.TryGetValue(options.DefaultCameraName, out CameraOptions? camera))
            camera.Source = source;
    }
}
