using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class NatsKeyReaderTests : IDisposable
{
    private const string Seed = "SUAOTHERSEED", Token = "-----BEGIN NATS USER JWT-----\neyJ0\n------END NATS USER JWT------\n";

    private readonly TestDirectory _folder = new();
    private readonly List<string?> _reports = [];

    [Theory]
    [InlineData(true, Token + Seed, null)]
    [InlineData(true, Seed, "has no token of a user")]
    [InlineData(true, Token, "has no seed of a user's NKey")]
    [InlineData(true, null, "can't be read")]
    [InlineData(false, "# a key\n" + Seed + "\r\n", null)]
    [InlineData(false, "UPUBLIC", "has no seed of a user's NKey")]
    [InlineData(false, null, "can't be read")]
    public async Task A_file_is_a_credential_or_a_reason(bool isCredentials, string? text, string? reason)
    {
        NatsAuthCred read = await ReadAsync(isCredentials, text);
        if (reason is null)
        {
            Assert.Equal(isCredentials ? NatsAuthCred.FromCreds(text!) : NatsAuthCred.FromNkey(Seed), read);
            Assert.Null(Assert.Single(_reports));
        }
        else
        {
            Assert.Equal(default, read);
            Assert.Contains(reason, Assert.Single(_reports), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true, Token)]
    [InlineData(false, "")]
    public async Task A_renewed_file_counts(bool isCredentials, string before)
    {
        NatsAuthCred first = await ReadAsync(isCredentials, before + Seed);
        NatsAuthCred second = await ReadAsync(isCredentials, before + Seed + "2");
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Without_a_file_nothing_is_read() => Assert.Null(NatsKeyReader.Of(new NatsOptions { Token = "a" }, _reports.Add));

    public void Dispose() => _folder.Dispose();

    private async Task<NatsAuthCred> ReadAsync(bool isCredentials, string? text)
    {
        string file = _folder.Path("file");
        if (text is not null)
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        NatsOptions options = isCredentials ? new() { CredsFile = file } : new() { NKeyFile = file };
        return await NatsKeyReader.Of(options, _reports.Add)!(new Uri("nats://a"), TestContext.Current.CancellationToken);
    }
}
