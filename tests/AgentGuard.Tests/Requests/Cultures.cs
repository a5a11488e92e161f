using System.Globalization;

namespace AgentGuard.Tests.Requests;

/// <summary>Cultures in which careless code reads and writes other numbers and letters.</summary>
internal static class Cultures
{
    /// <summary>One made by hand, which every machine has, and those of the machine that write differently.</summary>
    public static TheoryData<string> Names => ["", "de-DE", "tr-TR"];

    /// <summary>Runs an action in a culture. The empty name is the one made by hand; one that the machine lacks is skipped.</summary>
    public static T In<T>(string name, Func<T> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Make(name);
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Make(string name)
    {
        if (name.Length > 0)
        {
            try
            {
                return new CultureInfo(name);
            }
            catch (CultureNotFoundException)
            {
                Skip.If(true, $"this machine, or invariant globalization, has no culture {name}");
            }
        }

        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.DateTimeFormat.DateSeparator = "·";
        culture.DateTimeFormat.TimeSeparator = "·";
        return culture;
    }
}
