using System.Runtime.Versioning;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

[SupportedOSPlatform("linux")]
public sealed class StateDirectoryTests : IDisposable
{
    private const UnixFileMode OwnDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void All_that_it_makes_is_for_its_own_user()
    {
        StateDirectory state = _directory.State();
        KeyRing.Open(state);
        state.Open("links.json")!.Write("[]"u8);
        Assert.Equal(OwnDirectory, File.GetUnixFileMode(_directory.Path("state")));
        Assert.Equal(OwnDirectory, File.GetUnixFileMode(_directory.Path("state/keys")));
        Assert.Equal(OwnFile, File.GetUnixFileMode(_directory.Path("state/links.json")));
        string[] files = Directory.GetFiles(_directory.Path("state"), "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal(OwnFile, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_folder_of_keys_that_others_can_read_is_closed_to_them()
    {
        Directory.CreateDirectory(_directory.Path("state/keys"), OwnDirectory | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        KeyRing.Open(_directory.State());
        Assert.Equal(OwnDirectory, File.GetUnixFileMode(_directory.Path("state/keys")));
    }

    [Fact]
    public void What_was_protected_before_a_restart_can_be_read_after_it()
    {
        string text = KeyRing.Open(_directory.State()).CreateProtector("x").Protect("a secret");
        Assert.Equal("a secret", KeyRing.Open(_directory.State()).CreateProtector("x").Unprotect(text));
    }

    [Theory]
    [InlineData("a-file")]
    [InlineData("a-file/below")]
    public void Where_nothing_can_be_written_the_start_says_so(string name)
    {
        File.WriteAllText(_directory.Path("a-file"), "");
        string failure = Assert.Single(Assert.Throws<OptionsValidationException>(() => _directory.State(name)).Failures);
        Assert.StartsWith(
            $"VideoStream:Access:StateDirectory is '{_directory.Path(name)}', which the service can't read and write: ",
            failure,
            StringComparison.Ordinal);
        Assert.EndsWith("; allowed: a directory of the service's user", failure, StringComparison.Ordinal);
    }

    /// <summary>Each would bring back the links that the other has revoked.</summary>
    [Fact]
    public void A_second_service_is_refused_until_the_first_has_ended()
    {
        StateDirectory first = _directory.State();
        string failure = Assert.Single(Assert.Throws<OptionsValidationException>(() => _directory.SecondState()).Failures);
        Assert.StartsWith(
            $"VideoStream:Access:StateDirectory is '{_directory.Path("state")}', which another service uses: ",
            failure,
            StringComparison.Ordinal);
        first.Dispose();
        using StateDirectory second = _directory.SecondState();
        Assert.True(second.IsConfigured);
    }

    [Fact]
    public void Without_one_nothing_is_written()
    {
        StateDirectory state = TestLinks.NoDirectory;
        Assert.False(state.IsConfigured);
        Assert.Null(state.Open("links.json"));
        Assert.Null(state.OpenDirectory("keys"));
        IDataProtector protector = KeyRing.Open(state).CreateProtector("x");
        Assert.Equal("a secret", protector.Unprotect(protector.Protect("a secret")));
    }
}
