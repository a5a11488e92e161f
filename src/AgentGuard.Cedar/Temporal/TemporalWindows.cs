namespace AgentGuard.Cedar.Temporal;

/// <summary>How far conditions look back.</summary>
internal static class TemporalWindows
{
    /// <summary>In seconds: windows within windows add up.</summary>
    public static long Of(TemporalFormula formula) => Own(formula) + TemporalParts.Inner(formula).Select(Of).DefaultIfEmpty().Max();

    /// <summary>The window that a formula itself has, in seconds; none for what has no window.</summary>
    public static long Own(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Formerly formerly => formerly.Seconds,
        TemporalFormula.Previous previous => previous.Seconds,
        TemporalFormula.Since since => since.Seconds,
        _ => 0,
    };
}
