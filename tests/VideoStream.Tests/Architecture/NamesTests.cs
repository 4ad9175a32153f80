using System.Reflection;
using System.Runtime.CompilerServices;

namespace VideoStream.Tests.Architecture;

/// <summary>The names of types and members.</summary>
public sealed class NamesTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    [Fact]
    public void No_type_or_member_has_an_old_name()
    {
        Violations.None(
            from member in Members()
            from old in OldNames.All
            where old.IsNameOf(member)
            select $"{member.DeclaringType?.Name}.{member.Name} should be {old.Now}");
    }

    private static IEnumerable<MemberInfo> Members() => typeof(Program).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("VideoStream", StringComparison.Ordinal) == true && IsWritten(type))
        .SelectMany(type => type.GetMembers(Declared).Where(IsWritten).Append(type))
        .Distinct();

    /// <summary>Whether it is in the source code, and was not made by the compiler.</summary>
    private static bool IsWritten(MemberInfo member) =>
        member.GetCustomAttribute<CompilerGeneratedAttribute>() is null && member is not MethodBase { IsSpecialName: true };
}
