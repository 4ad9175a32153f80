using System.Net.Mime;
using Microsoft.AspNetCore.StaticFiles;

namespace VideoStream.Hosting;

/// <summary>The viewer page and the client library: the files of <c>wwwroot</c>.</summary>
internal static class PageFiles
{
    /// <summary>Text in the files. Frames are compressed already.</summary>
    private static readonly string[] Compressed =
    [
        MediaTypeNames.Text.Html, MediaTypeNames.Text.Css, MediaTypeNames.Text.JavaScript, MediaTypeNames.Text.Plain,
        MediaTypeNames.Image.Svg, MediaTypeNames.Application.Json, "application/manifest+json",
    ];

    public static IServiceCollection AddPageFiles(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        // Brotli or gzip, both at the fastest level by default. The files are the same for everybody, so TLS loses no secret by it.
        compression.EnableForHttps = true;
        compression.MimeTypes = Compressed;
    });

    public static void UsePageFiles(this WebApplication app)
    {
        // Streams and sockets have an endpoint. Nothing may come between them and their connection.
        app.UseWhen(context => context.GetEndpoint() is null, files => files.UseResponseCompression());
        app.UseDefaultFiles(new DefaultFilesOptions { RedirectToAppendTrailingSlash = false });
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = Types(),
            // Asked for again each time, and answered 304 if it is the same: after an upgrade of the service nobody has an old page.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }

    /// <summary>The framework takes a declaration of TypeScript for a video.</summary>
    private static FileExtensionContentTypeProvider Types() =>
        new() { Mappings = { [".ts"] = MediaTypeNames.Text.Plain, [".webmanifest"] = "application/manifest+json" } };
}
