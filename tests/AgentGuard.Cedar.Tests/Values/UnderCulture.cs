using System.Globalization;

namespace AgentGuard.Cedar.Tests.Values;

/// <summary>Runs code as a machine of another culture would.</summary>
internal static class UnderCulture
{
    public static void Run(string name, Action action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        // Without globalization data every culture is the invariant one, so its separators are set by hand.
        CultureInfo culture = new(name);
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = culture;
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
