using Microsoft.Extensions.Configuration;
using VideoStream.Hosting.Reload;

namespace VideoStream.Tests.Hosting.Reload;

public sealed class ConfigurationValuesTests
{
    [Fact]
    public void Of_has_what_the_framework_enumerates_and_has_a_value()
    {
        IConfigurationRoot chained = new ConfigurationBuilder().AddInMemoryCollection([new("D", "4"), new("D:E:F", "5")]).Build();
        IConfigurationRoot root = new ConfigurationBuilder()
            .AddConfiguration(chained)
            .AddInMemoryCollection([new("A:B", "1"), new("A", "0"), new("C", "3"), new("d:e:f", "6")])
            .AddInMemoryCollection([new("a:b", "2"), new("C", null)])
            .Build();
        Dictionary<string, string> values = ConfigurationValues.Of(root);
        Assert.Equal(
            root.AsEnumerable()
                .Where(entry => entry.Value is not null)
                .Select(entry => (entry.Key.ToUpperInvariant(), entry.Value!))
                .Order(),
            values.Select(entry => (entry.Key.ToUpperInvariant(), entry.Value)).Order());
        Assert.Equal(("2", "6", 4), (values["A:B"], values["D:E:F"], values.Count));
    }
}
