using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Init;

/// <summary>The files of a new bundle.</summary>
internal static class StarterFiles
{
    public const string Policies = "policies.cedar";
    public const string Catalog = "tools.json";
    public const string Entities = "entities.json";
    public const string Scenario = "scenarios/first.yaml";

    private const string Schema = """
        // Who acts, and what policies may ask of them. Actions come from tools.json and
        // the tools themselves. Add attributes as you need them:
        //   entity User in [Group] { department?: String };
        entity Group;
        entity User in [Group];
        entity Agent;

        """;

    /// <summary>All names, in the order in which they are read.</summary>
    public static IReadOnlyList<string> Names { get; } = [Policies, Scenario, Catalog, ToolListing.FileName, Bundles.Schema, Entities];

    /// <summary>The text of each file by its name.</summary>
    /// <param name="folder">What the bundle's folder is called, as it is typed.</param>
    /// <param name="user">Who the first user is.</param>
    /// <param name="tools">The tools, at least one.</param>
    public static Dictionary<string, string> Of(string folder, string user, IReadOnlyList<StarterTool> tools) => new()
    {
        [Policies] = StarterPolicies.Of(folder, user, tools),
        [Scenario] = FirstScenario.Of(folder, user, tools, FirstScenario.Variants[0]),
        [Catalog] = CatalogText.Of(tools),
        [ToolListing.FileName] = DefinitionsText.Of(tools.Select(static tool => tool.Definition)),
        [Bundles.Schema] = Schema.ReplaceLineEndings("\n"),
        [Entities] = JsonPage.Print(
            new JsonArray(new JsonObject
            {
                ["uid"] = new JsonObject { ["type"] = "User", ["id"] = user },
                ["attrs"] = new JsonObject(),
                ["parents"] = new JsonArray(),
            }),
            open: 1),
    };
}
