using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;

namespace VideoStream.Tests.Cameras;

public sealed class LogBudgetTests
{
    [Fact]
    public void Each_minute_has_its_lines_and_the_first_one_too_many_is_known()
    {
        var time = new FakeTimeProvider();
        var budget = new LogBudget(2, time);
        (bool, bool) Use() => (budget.TryUse(out bool isUsedUp), isUsedUp);
        for (int minute = 0; minute < 3; minute++)
        {
            Assert.Equal([(true, false), (true, false), (false, true), (false, false)], Enumerable.Range(0, 4).Select(_ => Use()));
            time.Advance(TimeSpan.FromMinutes(1));
        }
    }
}
