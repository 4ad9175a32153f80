using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers;

namespace VideoStream.Transports;

/// <summary>Reads what a request for frames asks for: <c>?camera=NAME&amp;quality=60&amp;fps=15&amp;osd=true&amp;resize=640x360</c>.</summary>
internal sealed class StreamRequest(
    CameraRegistry cameras, VariantRegistry variants, SettingsParser parser, IOptions<VideoStreamOptions> options)
{
    /// <summary>Reads a query. Parameters that mean nothing here are ignored.</summary>
    /// <returns>The camera and the settings, or what is wrong.</returns>
    public (VariantSet? Camera, ViewerSettings Settings, SettingError? Error) Read(IQueryCollection query)
    {
        ViewerSettings settings = ViewerSettings.Defaults(options.Value);
        string? name = query["camera"];
        if (!cameras.TryFind(name, out Camera? camera))
        {
            string known = string.Join(", ", cameras.All.Select(c => c.Name));
            return (null, settings, new(ErrorCode.UnknownCamera, $"there is no camera '{name}'; there is {known}", "camera"));
        }

        var change = new SettingsChange();
        foreach (string setting in SettingsParser.Names)
        {
            if (!query.TryGetValue(setting, out var text))
                continue;
            JsonElement value = SettingsParser.FromQuery(text.ToString());
            if (!parser.TryRead(setting, value, setting, ref change, out SettingError? error))
                return (null, settings, error);
        }

        return (variants.Of(camera), change.ApplyTo(settings), null);
    }
}
