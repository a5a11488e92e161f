using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cli.Init;

/// <summary>
/// A permit that an author may put in force by taking away what makes a comment of it. Nothing that a server wrote stands in it outside the quotes of a
/// string, so without the comment it is the same permit, and no other policy.
/// </summary>
internal static class PermitDraft
{
    /// <summary>What makes a comment of a line.</summary>
    public const string Mark = "// ";

    /// <summary>The permit, every line of it a comment.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="tools">The tools that it is about, at least one.</param>
    public static string Of(string id, IReadOnlyList<StarterTool> tools)
    {
        StringBuilder permit = new();
        permit.Append("@id(").Append(CedarText.Literal(id)).Append(")\npermit (principal, action in [");
        for (int i = 0; i < tools.Count; i++)
        {
            permit.Append('\n').Append(CedarText.Entity("Action", tools[i].Id.ToString()))
                .Append(i + 1 < tools.Count ? "," : "")
                .Append(" // ").Append(tools[i].Guess.Reasons);
        }

        permit.Append("\n], resource);");
        string[] lines = CedarFormatter.Format(new SourceText(permit.ToString())).TrimEnd('\n').Split('\n');
        return string.Join('\n', lines.Select(static line => Mark + line)) + "\n";
    }
}
