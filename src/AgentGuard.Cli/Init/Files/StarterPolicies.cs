using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cli.Init;

/// <summary>
/// Writes <c>policies.cedar</c>: deny by default, for somebody who has never seen Cedar. What is in force are forbids alone; what a guess would permit is
/// written as a comment.
/// </summary>
internal static class StarterPolicies
{
    /// <summary>How often a session may call before it has run away.</summary>
    private const int MostCalls = 1000;

    private static readonly string s_rule = "// " + new string('-', 75);

    /// <summary>The text.</summary>
    /// <param name="folder">What the bundle's folder is called, as it is typed.</param>
    /// <param name="user">Who the first user is.</param>
    /// <param name="tools">The tools, at least one.</param>
    public static string Of(string folder, string user, IReadOnlyList<StarterTool> tools)
    {
        StringBuilder text = new();
        text.Append(Head(folder)).Append('\n').Append(Heading("What is stopped, whatever is permitted below"));
        text.Append(RunAway(tools));
        foreach (string policy in GroupPolicies.For(tools))
        {
            text.Append('\n').Append(policy);
        }

        text.Append('\n').Append(Heading("What could be permitted: nothing of it is, until you take the // away").TrimEnd('\n')).Append('\n');
        AddDraft(text, "look", [.. tools.Where(static tool => tool.Guess.IsEmpty)],
            "These tools seem to look and to change nothing. That is a guess; behind each\nof them stands why. Read what they say of themselves in definitions.json.");
        AddDraft(text, "change", [.. tools.Where(IsPlainWrite)],
            "These seem to change something, or nothing tells what they do.");
        AddDraft(text, "with-care", [.. tools.Where(static tool => !tool.Guess.IsEmpty && !IsPlainWrite(tool))],
            "These need care. The forbids above hold each of their calls for a yes, and\nonly where a permit lets the call through at all.");
        text.Append('\n').Append(Commented(Who(user)));
        return CedarFormatter.Format(new SourceText(text.ToString().ReplaceLineEndings("\n")));
    }

    private static bool IsPlainWrite(StarterTool tool) => tool.Guess.Groups is [(ToolGroups.Write, _)];

    private static string Head(string folder) => Commented($"""
        What agents may do with these tools. Nothing yet: as it stands, this file
        permits no call at all.

        How to read it
          A call goes through if a `permit` matches it and no `forbid` does. The
          order of policies means nothing. Each says who (principal), does what
          (action: a tool, or a group of tools from tools.json), to what (resource).
          `when` and `unless` add conditions. `@advice` is what the model reads when
          it is refused.

          A call is asked about for everybody in its chain: the user, and each agent
          that acts for the user. Every one of them needs a permit.

        How to work with it
          Take the // away in front of a permit that you agree with, then run
            agentguard check {folder}
            agentguard test {folder}
        """);

    private static string Heading(string text) => $"{s_rule}\n// {text}\n{s_rule}\n\n";

    private static string RunAway(IReadOnlyList<StarterTool> tools)
    {
        string[] toolsets = [.. tools.Select(static tool => tool.Id.Toolset).Distinct().Select(static toolset => CedarText.Entity("Action", toolset))];
        return $$"""
            // Every tool is in a group that is called after its server. An agent that
            // calls this often has run away.
            @id("run-away")
            @advice("this session has made {{MostCalls}} calls: stop, and tell the user")
            forbid (principal, action in {{(toolsets.Length == 1 ? toolsets[0] : $"[{string.Join(", ", toolsets)}]")}}, resource)
            when { context.history.calls >= {{MostCalls}} };

            """;
    }

    private static void AddDraft(StringBuilder text, string id, IReadOnlyList<StarterTool> tools, string about)
    {
        if (tools.Count > 0)
        {
            text.Append('\n').Append(Commented(about)).Append('\n').Append(PermitDraft.Of(id, tools));
        }
    }

    private static string Who(string user) => $$"""
        `principal` alone means everybody. To mean somebody, name them:
          permit (principal == {{CedarText.Entity("User", user)}}, action in …, resource);
          permit (principal is Agent, action in …, resource);
        These are two policies, since the user and the agent both need a permit.
        Users and their groups are described in entities.json.

        A condition reads what the model wrote as context.input, for example
          forbid (…) when {
            context.input has path && context.input.path like "*.env"
          };
        """;

    private static string Commented(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Length == 0 ? "//" : "// " + line)) + "\n";
}
