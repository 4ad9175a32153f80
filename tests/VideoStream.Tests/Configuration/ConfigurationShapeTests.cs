using Microsoft.Extensions.Configuration;
using VideoStream.Configuration;

namespace VideoStream.Tests.Configuration;

/// <summary>Dictionaries of any options class.</summary>
public sealed class ConfigurationShapeTests
{
    [Fact]
    public void Entries_of_any_dictionary_of_options_are_compared_with_their_class()
    {
        Assert.Empty(Problems(("Keys:a:Secret", "x"), ("Keys:a:Days", "3"), ("Keys:b", "")));
        Assert.Equal(["Root:Keys is 'x'; it is a group of keys"], Problems(("Keys", "x")));
        Assert.Equal(["Root:Keys:a is 'x'; it is a group of keys, such as Secret"], Problems(("Keys:a", "x")));
        Assert.Equal(["Root:Keys:a:Day is an unknown key; allowed: Secret, Days"], Problems(("Keys:a:Day", "3")));
        Assert.Equal(["Root:Keys:a:Days is 'three'; allowed: whole numbers 1 to 9"], Problems(("Keys:a:Days", "three")));
    }

    [Fact]
    public void A_group_beside_the_section_that_it_belongs_to()
    {
        IConfigurationRoot root = new ConfigurationBuilder()
            .AddInMemoryCollection([new("keys:a:Secret", "x"), new("Root:Keys:b:Secret", "x"), new("Other:c", "x")])
            .Build();
        Assert.Equal(
            ["Keys is outside of Root, where nothing reads it; it is Root:Keys"],
            ConfigurationShape.Misplaced(root, root.GetSection("Root"), typeof(SomeOptions)));
        // As a variable of the environment can be named.
        root = new ConfigurationBuilder().AddInMemoryCollection([new("KEYS", "x")]).Build();
        Assert.Empty(ConfigurationShape.Misplaced(root, root.GetSection("Root"), typeof(SomeOptions)));
    }

    private static string[] Problems(params (string Key, string Value)[] values)
    {
        IConfigurationRoot root = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("Root:" + pair.Key, (string?)pair.Value))).Build();
        return [.. ConfigurationShape.Problems(root.GetSection("Root"), typeof(SomeOptions))];
    }

    private sealed class SomeOptions
    {
        public Dictionary<string, EntryOptions> Keys { get; } = [];
    }

    private sealed class EntryOptions
    {
        public string Secret { get; set; } = "";

        [AllowedRange(1, 9)]
        public int Days { get; set; }
    }
}
