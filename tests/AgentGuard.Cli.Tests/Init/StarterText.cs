namespace AgentGuard.Cli.Tests.Init;

/// <summary>What an author does with the policies that were made.</summary>
internal static class StarterText
{
    /// <summary>The text with every permit taken out of its comment, as an editor does: two slashes and a space go from each line of a block.</summary>
    public static string Uncommented(string policies)
    {
        List<string> lines = [];
        bool isPermit = false;
        foreach (string line in policies.Split('\n'))
        {
            isPermit = (isPermit || line.StartsWith("// @id(", StringComparison.Ordinal)) && line.StartsWith("//", StringComparison.Ordinal);
            lines.Add(isPermit ? line["// ".Length..] : line);
        }

        return string.Join('\n', lines);
    }
}
