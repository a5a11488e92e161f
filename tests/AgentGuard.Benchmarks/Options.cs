namespace AgentGuard.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(bool Quick, string? Json, string? Only, bool Help)
{
    /// <summary>Reads the command line.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Parse(ReadOnlySpan<string> arguments, out Options options)
    {
        options = new(Quick: false, Json: null, Only: null, Help: false);
        for (int i = 0; i < arguments.Length; i++)
        {
            string option = arguments[i];
            switch (option)
            {
                case "--help" or "-h":
                    options = options with { Help = true };
                    break;
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--json" or "--only" when i + 1 == arguments.Length:
                    return $"`{option}` needs a value";
                case "--json":
                    options = options with { Json = arguments[++i] };
                    break;
                case "--only":
                    options = options with { Only = arguments[++i] };
                    break;
                default:
                    return $"unknown option `{option}`";
            }
        }

        return null;
    }
}
