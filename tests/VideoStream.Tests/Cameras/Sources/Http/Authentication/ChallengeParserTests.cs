using CsCheck;
using VideoStream.Cameras.Sources.Http.Authentication;

namespace VideoStream.Tests.Cameras.Sources.Http.Authentication;

public sealed class ChallengeParserTests
{
    [Theory]
    [InlineData("Basic realm=\"cam\"", "Basic realm=cam")]
    [InlineData("Basic", "Basic")]
    [InlineData("basic REALM=\"cam\"", "basic REALM=cam")]
    [InlineData("Basic realm=\"a, b=c\", charset=\"UTF-8\"", "Basic realm=a, b=c; charset=UTF-8")]
    [InlineData("Basic realm=\"say \\\"hi\\\", \\\\ you\"", "Basic realm=say \"hi\", \\ you")]
    [InlineData("Basic realm=IP Camera", "Basic realm=IP Camera")]
    [InlineData("Basic realm = \"cam\"", "Basic realm=cam")]
    [InlineData("Basic realm=\"no end", "Basic realm=no end")]
    [InlineData("Digest realm=\"a\" nonce=\"b\"", "Digest realm=a; nonce=b")]
    [InlineData("Digest realm=\"a\",nonce=\"b\",qop=auth", "Digest realm=a; nonce=b; qop=auth")]
    [InlineData("Digest qop=auth,auth-int, nonce=\"b\"", "Digest qop=auth; nonce=b | auth-int")]
    [InlineData("Digest realm=\"a\", nonce=\"b\", Basic realm=\"c\"", "Digest realm=a; nonce=b | Basic realm=c")]
    [InlineData("Basic realm=\"c\", Digest realm=\"a\", nonce=\"b\"", "Basic realm=c | Digest realm=a; nonce=b")]
    [InlineData("Negotiate, NTLM, Basic realm=\"c\"", "Negotiate | NTLM | Basic realm=c")]
    [InlineData("NTLM TlRMTVNTUAACAAAA==, Basic realm=\"c\"", "NTLM TlRMTVNTUAACAAAA== | Basic realm=c")]
    [InlineData("Basic realm=\"a\", realm=\"b\"", "Basic realm=a")]
    [InlineData(",, Basic realm=\"a\",", "Basic realm=a")]
    [InlineData("realm=\"a\"", "")]
    [InlineData("", "")]
    [InlineData("===\"\"", "")]
    public void Challenges_and_their_parameters_are_found(string header, string expected)
    {
        Assert.Equal(expected, Text(ChallengeParser.Parse([header])));
    }

    [Fact]
    public void Several_headers_are_several_challenges()
    {
        Assert.Equal("Digest nonce=1 | Basic realm=2", Text(ChallengeParser.Parse(["Digest nonce=\"1\"", "Basic realm=\"2\""])));
    }

    /// <summary>Any text ends, and no challenge has more than the text.</summary>
    [Fact]
    public void Any_text_ends()
    {
        Gen.Char["Basic Digest=\",\\ \tx\u00e9"].Array[0, 200].Sample(text =>
        {
            foreach (AuthChallenge challenge in ChallengeParser.Parse([new string(text)]))
            {
                Assert.NotEmpty(challenge.Scheme);
                int length = challenge.Scheme.Length + challenge.Parameters.Sum(pair => pair.Key.Length + pair.Value.Length);
                Assert.InRange(length, 1, text.Length);
            }
        });
    }

    /// <summary>A realm of any characters is read back as it was quoted.</summary>
    [Fact]
    public void Any_quoted_realm_is_read_back()
    {
        Gen.Char[' ', '~'].Array[0, 40].Sample(characters =>
        {
            string realm = new(characters);
            string quoted = realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            AuthChallenge challenge = Assert.Single(ChallengeParser.Parse([$"Digest realm=\"{quoted}\", nonce=\"1\""]));
            Assert.Equal((realm, "1"), (challenge["REALM"], challenge["nonce"]));
        });
    }

    private static string Text(IEnumerable<AuthChallenge> challenges) => string.Join(" | ", challenges.Select(challenge =>
        $"{challenge.Scheme} {string.Join("; ", challenge.Parameters.Select(pair => $"{pair.Key}={pair.Value}"))}".TrimEnd()));
}
