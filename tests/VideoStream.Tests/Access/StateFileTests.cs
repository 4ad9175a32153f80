using VideoStream.Access;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

public sealed class StateFileTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDirectory _directory = new();
    private readonly StateFile _file;

    public StateFileTests() => _file = _directory.State().Open("logins.json")!;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_written_last_is_read()
    {
        Assert.False(TryRead(out _, out string? damage));
        Assert.Null(damage);
        Write("one");
        Write("two");
        Assert.True(TryRead(out var content, out _));
        Assert.Equal(["two"], content!.Keys);
        Assert.Equal(
            ["lock", "logins.json"], Directory.GetFiles(_directory.Path("state")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"one\":")]
    [InlineData("{\"one\":1}")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_file_is_renamed_and_the_next_write_works(string text)
    {
        File.WriteAllText(_file.Path, text);
        Assert.False(TryRead(out _, out string? damage));
        Assert.EndsWith($"It was renamed to {_file.Path}.damaged", damage, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_file.Path + ".damaged"));
        Write("one");
        Assert.True(TryRead(out _, out damage));
        Assert.Null(damage);
    }

    [Fact]
    public void A_file_that_a_crash_left_half_written_is_no_hindrance()
    {
        File.WriteAllText(_file.Path + ".new", "{\"on");
        Write("one");
        Assert.True(TryRead(out _, out _));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_content()
    {
        Write("one");
        // In its place a file can't be made.
        Directory.CreateDirectory(_file.Path + ".new");
        Assert.Throws<IOException>(() => Write("two"));
        Assert.True(TryRead(out var content, out _));
        Assert.Equal(["one"], content!.Keys);
    }

    private void Write(string key) =>
        _file.Write(new Dictionary<string, DateTimeOffset> { [key] = Time }, StateJson.Default.DictionaryStringDateTimeOffset);

    private bool TryRead(out Dictionary<string, DateTimeOffset>? content, out string? damage) =>
        _file.TryRead(StateJson.Default.DictionaryStringDateTimeOffset, out content, out damage);
}
