using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Tests.Access;

/// <summary>A key as the configuration has it.</summary>
public sealed class AccessKeyTests : IDisposable
{
    /// <summary>What <c>printf secret | sha256sum</c> prints.</summary>
    private const string Hash = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_hash_is_that_of_the_keys_text() => Assert.Equal(Hash, Convert.ToHexStringLower(AccessKey.HashOf("secret")));

    [Theory]
    [InlineData(Hash)]
    [InlineData("\uFEFF" + Hash + "\r\n")]
    [InlineData("  2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B\n")]
    public void The_hash_is_in_the_options_or_in_a_file(string text)
    {
        File.WriteAllText(_file, text);
        Assert.Equal(AccessKey.HashOf("secret"), AccessKey.Of("ana", new AccessKeyOptions { File = _file }).Hash);
        Assert.Equal(AccessKey.HashOf("secret"), AccessKey.Of("ana", new AccessKeyOptions { Hash = text }).Hash);
    }

    [Fact]
    public void Without_scopes_and_cameras_it_shows_all_cameras_for_ever()
    {
        AccessGrant grant = AccessKey.Of("ana", new AccessKeyOptions { Hash = Hash }).Grant;
        Assert.Equal(new AccessGrant("ana", AccessScopes.View, null, null) { Revision = grant.Revision }, grant);
    }

    [Theory]
    [InlineData("2027-01-31", "2027-01-31T00:00:00Z")]
    [InlineData("2027-01-31T18:00", "2027-01-31T18:00:00Z")]
    [InlineData("2027-01-31T18:00Z", "2027-01-31T18:00:00Z")]
    [InlineData("2027-01-31T18:00+02:00", "2027-01-31T16:00:00Z")]
    public void An_expiry_is_in_UTC_unless_it_has_an_offset(string text, string expected)
    {
        AccessGrant grant = AccessKey.Of("ana", new AccessKeyOptions { Hash = Hash, Expires = text }).Grant;
        Assert.Equal(expected, grant.ExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", null));
    }

    [Fact]
    public void Scopes_and_cameras_are_read_in_any_case()
    {
        AccessGrant grant = AccessKey.Of(
            "ana", new AccessKeyOptions { Hash = Hash, Scopes = ["View", "METRICS"], Cameras = ["Gate"] }).Grant;
        Assert.Equal(AccessScopes.View | AccessScopes.Metrics, grant.Scopes);
        Assert.True(grant.MayWatch("gate"));
    }
}
