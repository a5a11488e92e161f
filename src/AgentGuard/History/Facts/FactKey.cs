namespace AgentGuard;

/// <summary>What an event and a call have in common, as one number. Its parts are keyed hashes: nobody can choose two that meet.</summary>
internal static class FactKey
{
    private static readonly UInt128 s_step = new(0x9E37_79B9_7F4A_7C15, 0xF39C_C060_5CED_C835);

    public static UInt128 With(UInt128 key, EventField value) => unchecked((key * s_step) + value.Hash + 1);
}
