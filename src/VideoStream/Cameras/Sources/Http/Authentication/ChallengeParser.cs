using System.Text;

namespace VideoStream.Cameras.Sources.Http.Authentication;

/// <summary>
/// Parses <c>WWW-Authenticate</c> headers (RFC 9110 section 11.6.1). One header can hold several challenges, separated by the same commas
/// as their parameters. A word that is followed by = is a parameter, and any other word begins a challenge. Missing commas after quoted
/// values and unquoted values with spaces are accepted.
/// </summary>
internal ref struct ChallengeParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private ChallengeParser(string text)
    {
        _text = text;
    }

    /// <summary>The challenges of all headers, in their order.</summary>
    public static IReadOnlyList<AuthChallenge> Parse(IEnumerable<string> headers)
    {
        var challenges = new List<AuthChallenge>();
        foreach (string header in headers)
            new ChallengeParser(header).ParseTo(challenges);
        return challenges;
    }

    private void ParseTo(List<AuthChallenge> challenges)
    {
        Dictionary<string, string>? parameters = null;
        while (true)
        {
            Skip(" \t,=\"");
            string word = Until(" \t,=\"").ToString();
            if (word.Length == 0)
                return;
            Skip(" \t");
            if (_at < _text.Length && _text[_at] == '=')
            {
                _at++;
                Skip(" \t");
                string value = Value();
                // The first of two counts. A parameter without a challenge is of no use.
                parameters?.TryAdd(word, value);
            }
            else
            {
                var own = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                challenges.Add(new AuthChallenge(word, own));
                // A word before a comma has no parameters. It may be the second of an unquoted list.
                if (_at < _text.Length && _text[_at] != ',')
                    parameters = own;
            }
        }
    }

    private string Value()
    {
        if (_at == _text.Length || _text[_at] != '"')
            return Until(",").TrimEnd().ToString();
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
                _at++;
            value.Append(_text[_at]);
        }

        // The closing quote.
        _at = Math.Min(_at + 1, _text.Length);
        return value.ToString();
    }

    private void Skip(string characters)
    {
        int length = _text[_at..].IndexOfAnyExcept(characters);
        _at = length < 0 ? _text.Length : _at + length;
    }

    private ReadOnlySpan<char> Until(string characters)
    {
        ReadOnlySpan<char> rest = _text[_at..];
        int length = rest.IndexOfAny(characters);
        ReadOnlySpan<char> found = length < 0 ? rest : rest[..length];
        _at += found.Length;
        return found;
    }
}
