using System.Reflection;

namespace VideoStream.Configuration;

/// <summary>Keeps what only a restart changes at the values of the start.</summary>
internal static class OptionsOfStart
{
    /// <summary>
    /// Gives options the values of others where <see cref="TakesEffect.AfterRestart"/> holds. Entries of dictionaries have none.
    /// </summary>
    /// <param name="started">The options of the start.</param>
    /// <param name="next">Options that were just read, and that nothing uses yet.</param>
    public static void Keep(VideoStreamOptions started, VideoStreamOptions next) => Keep(started, next, "");

    private static void Keep(object started, object next, string prefix)
    {
        foreach (PropertyInfo property in started.GetType().GetProperties())
        {
            string key = prefix + property.Name;
            object? value = property.GetValue(started);
            if (ConfigurationShape.IsOptions(property.PropertyType))
                Keep(value!, property.GetValue(next)!, key + ":");
            else if (property.CanWrite && OptionKeys.EffectOf(key) == TakesEffect.AfterRestart)
                property.SetValue(next, value);
        }
    }
}
