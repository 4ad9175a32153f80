using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Frames.Text;

namespace VideoStream.Tests.Support;

/// <summary>Options as the service gets them: bound and validated.</summary>
internal static class Configured
{
    /// <summary>From keys under <c>VideoStream:</c>, each as <c>key=value</c>.</summary>
    public static VideoStreamOptions With(params string[] settings) => From(new ConfigurationBuilder().AddInMemoryCollection(
        settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create("VideoStream:" + pair[0], (string?)pair[1]))));

    /// <summary>From a file's text.</summary>
    public static VideoStreamOptions WithJson(string json) =>
        From(new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))));

    public static VideoStreamOptions From(IConfigurationBuilder builder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(builder.Build());
        services.AddSingleton<IConfigureOptions<VideoStreamOptions>, VideoStreamOptionsBinder>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, VideoStreamOptionsValidator>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, VideoStreamOptionsRules>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, NatsOptionsRules>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, AccessOptionsRules>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, AccessKeyValidator>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, SourceValidator>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, FontValidator>();
        services.AddOptions<VideoStreamOptions>();
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<VideoStreamOptions>>().Value;
    }

    /// <summary>What is said of configuration that can't be used, line by line.</summary>
    public static string[] Failures(Func<VideoStreamOptions> bind) => [.. Assert.Throws<OptionsValidationException>(bind).Failures];

    public static string[] Failures(params string[] settings) => Failures(() => With(settings));
}
