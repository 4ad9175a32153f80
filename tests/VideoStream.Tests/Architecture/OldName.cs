using System.Reflection;

namespace VideoStream.Tests.Architecture;

/// <summary>A name that the service no longer uses.</summary>
/// <param name="Name">The name. A trailing <c>…</c> stands for any further words.</param>
/// <param name="Now">The names that replaced it.</param>
internal sealed record OldName(string Name, string Now)
{
    /// <summary>Whether a type or a member has the name. Default: all do.</summary>
    public Func<MemberInfo, bool> Applies { get; init; } = _ => true;

    /// <summary>Whether a type or a member has this name, in any case and with or without the underscore of a field.</summary>
    public bool IsNameOf(MemberInfo member)
    {
        string name = member.Name.Split('.')[^1].Split('`')[0].TrimStart('_');
        return Matches(name) && Applies(member);
    }

    private bool Matches(string name) => Name.EndsWith('…')
        ? name.StartsWith(Name[..^1], StringComparison.Ordinal) && name.Length >= Name.Length && char.IsUpper(name[Name.Length - 1])
        : name.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
