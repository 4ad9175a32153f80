using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace VideoStream.Access;

/// <summary>A file of the state directory. It is replaced as a whole: a crash leaves the old content or the new.</summary>
internal sealed class StateFile(string path)
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    /// <summary>Reads what was written. A file that is damaged is renamed, so that nothing is written over it.</summary>
    /// <param name="type">The type of the content.</param>
    /// <param name="content">The content; null if there is none that is good.</param>
    /// <param name="damage">What is wrong with the file, and its new name; null if it is good, or there is none.</param>
    /// <exception cref="OptionsValidationException">The file is there, and can't be read.</exception>
    public bool TryRead<T>(JsonTypeInfo<T> type, [NotNullWhen(true)] out T? content, out string? damage)
        where T : class
    {
        (content, damage) = (null, null);
        try
        {
            if (!File.Exists(path))
                return false;
            content = JsonSerializer.Deserialize(ReadAll(), type) ?? throw new JsonException("it is empty");
            return true;
        }
        catch (JsonException e)
        {
            File.Move(path, path + ".damaged", overwrite: true);
            damage = $"{e.Message.TrimEnd('.')}. It was renamed to {path}.damaged";
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateProblem.Unusable(path, e.Message);
        }
    }

    /// <summary>Replaces the content, as JSON.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write<T>(T content, JsonTypeInfo<T> type) => Write(JsonSerializer.SerializeToUtf8Bytes(content, type));

    /// <summary>Replaces the content.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        try
        {
            string next = path + ".new";
            File.Delete(next);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Private;
            using (var file = new FileStream(next, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private byte[] ReadAll() =>
        new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : throw new JsonException($"it has more than {MaxBytes} bytes");
}
