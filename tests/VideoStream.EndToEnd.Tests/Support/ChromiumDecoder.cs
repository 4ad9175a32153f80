namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A Chromium that decodes JPEGs as the service's page does. One for all tests of a class.</summary>
public sealed class ChromiumDecoder : IAsyncDisposable
{
    private BrowserPage? _page;

    /// <summary>Decodes a JPEG.</summary>
    /// <param name="jpeg">The JPEG.</param>
    /// <param name="columns">In how many parts its width is divided.</param>
    /// <param name="rows">In how many parts its height is divided.</param>
    /// <returns>The pixel in the middle of each part.</returns>
    public async Task<DecodedPicture> DecodeAsync(byte[] jpeg, int columns, int rows)
    {
        // Opened here, because a test can be skipped if there is no browser, and a fixture can't.
        _page ??= await BrowserPage.OpenAsync();
        int[] seen = await _page.Page.EvaluateAsync<int[]>(
            """
            async ({ jpeg, columns, rows }) => {
              const bytes = Uint8Array.from(atob(jpeg), character => character.charCodeAt(0));
              const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
              const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), context = canvas.getContext('2d');
              context.drawImage(bitmap, 0, 0);
              const seen = [bitmap.width, bitmap.height];
              for (let part = 0; part < columns * rows; part++) {
                const x = Math.floor((part % columns + 0.5) * bitmap.width / columns);
                const y = Math.floor((Math.floor(part / columns) + 0.5) * bitmap.height / rows);
                seen.push(...context.getImageData(x, y, 1, 1).data.slice(0, 3));
              }
              return seen;
            }
            """,
            new { jpeg = Convert.ToBase64String(jpeg), columns, rows });
        return new(seen[0], seen[1], [.. seen.Skip(2).Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2]))]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null)
            await _page.DisposeAsync();
    }
}
