using System.Net.Mime;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace VideoStream.Transports;

/// <summary>
/// A problem document that a browser shows as a page when a person opened the address. The page needs no other file, because those of
/// the service may be refused too.
/// </summary>
/// <param name="problem">The document, for all other clients.</param>
internal sealed class ReadableProblem(ProblemHttpResult problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (!AsksForPage(httpContext.Request))
            return problem.ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = problem.StatusCode;
        httpContext.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        return httpContext.Response.WriteAsync(Page(problem.ProblemDetails), httpContext.RequestAborted);
    }

    /// <summary>Only an address that a person opens is asked for as HTML. Pages and programs ask for all types, or for others.</summary>
    private static bool AsksForPage(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));

    private static string Page(ProblemDetails problem) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="dark light">
          <title>{Encoded(problem.Title)} – VideoStream</title>
        </head>
        <body>
          <h1>{Encoded(problem.Title)}</h1>
          <p>{Encoded(problem.Detail)}.</p>
          <p>HTTP status {problem.Status}</p>
        </body>
        </html>

        """;

    private static string Encoded(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
