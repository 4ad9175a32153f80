using System.Text.Json;
using VideoStream.Access;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.Links;

/// <summary><c>/api/v1/links</c>: makes links to cameras, lists and revokes them.</summary>
internal sealed partial class LinkEndpoints(LinkRegistry links, LinkReader reader, AccessKeys keys, ILogger<LinkEndpoints> logger)
{
    /// <summary>Maximum bytes of a request.</summary>
    public const int MaxBytes = 4096;

    /// <summary>All links, the oldest first.</summary>
    public IResult List() => TypedResults.Ok(links.All);

    public IResult Get(string id) => links.Find(id) is { } link ? TypedResults.Ok(link) : LinkProblems.Unknown(id);

    public async Task<IResult> CreateAsync(HttpContext context)
    {
        if (!keys.AreRequired)
            return LinkProblems.Open();
        if (!context.Request.HasJsonContentType())
            return LinkProblems.NoJson(context);
        AccessGrant creator = keys.GrantOf(context.User);
        SignedLink? link;
        SettingError? error;
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            if (!reader.TryRead(body.RootElement, creator, out link, out error))
                return LinkProblems.BadField(error);
        }
        catch (JsonException e)
        {
            string place = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
            return LinkProblems.BadField(new(ErrorCode.NotJson, "the body is not valid JSON, see " + place));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return LinkProblems.TooLarge(MaxBytes);
        }

        return Create(context, link);
    }

    /// <summary>Revokes a link. Its viewers end within two seconds.</summary>
    public IResult Revoke(string id, HttpContext context)
    {
        try
        {
            if (!links.TryRevoke(id))
                return LinkProblems.Unknown(id);
        }
        catch (IOException e)
        {
            LogNotSaved(id, e.Message);
            return LinkProblems.NotSaved($"The link is revoked until a restart of the service, but that can't be saved: {e.Message}");
        }

        LogRevoked(id, keys.GrantOf(context.User).Holder);
        return TypedResults.NoContent();
    }

    private IResult Create(HttpContext context, SignedLink link)
    {
        string token;
        try
        {
            if (!links.TryAdd(link, out token))
                return LinkProblems.TooMany();
        }
        catch (IOException e)
        {
            LogNotSaved(link.Id, e.Message);
            return LinkProblems.NotSaved($"No link was made, because it can't be saved: {e.Message}");
        }

        LogCreated(link.Id, link.Camera, link.Expires, link.CreatedBy);
        string path = LinkAddress.PathOf(token);
        HttpRequest request = context.Request;
        string url = request.Host.HasValue ? $"{request.Scheme}://{request.Host}{request.PathBase}{path}" : path;
        // Relative, as a proxy may have the service under a path.
        return TypedResults.Created($"links/{link.Id}", new NewLink(url, path, link));
    }
}
