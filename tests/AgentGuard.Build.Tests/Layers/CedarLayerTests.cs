namespace AgentGuard.Build.Tests.Layers;

/// <summary>Which folder of AgentGuard.Cedar may use which. What is not listed as below a folder is hidden from it.</summary>
public sealed class CedarLayerTests
{
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Diagnostics"] = [],
        ["Values"] = ["Diagnostics"],
        ["Ast"] = ["Values", "Diagnostics"],
        ["Temporal"] = ["Ast", "Values", "Diagnostics"],
        ["Syntax"] = ["Temporal", "Ast", "Values", "Diagnostics"],
        ["Schema"] = ["Syntax", "Ast", "Values", "Diagnostics"],
        ["Validation"] = ["Schema", "Syntax", "Ast", "Values", "Diagnostics"],
        ["Evaluation"] = ["Ast", "Values", "Diagnostics"],
        ["Json"] = ["Schema", "Syntax", "Ast", "Values", "Diagnostics"],
    };

    [Fact]
    public void Every_folder_uses_only_what_is_below_it()
    {
        string[] violations =
        [
            .. Repository.Files("src/AgentGuard.Cedar", "*.cs")
                .SelectMany(file => NamespaceUses.Violations(Repository.Relative(file), File.ReadAllText(file), Below)),
        ];

        Assert.Empty(violations);
    }

    [Theory]
    [InlineData("using AgentGuard.Cedar.Schema;")]
    [InlineData("using static AgentGuard.Cedar.Schema.Types;")]
    [InlineData("using Types = AgentGuard.Cedar.Schema.Types;")]
    [InlineData("_ = new AgentGuard.Cedar.Schema.EntityType();")]
    [InlineData("_ = new Cedar.Schema.EntityType();")]
    [InlineData("_ = new Schema.EntityType();")]
    public void An_evaluator_that_sees_the_schema_is_found(string line) =>
        Assert.Equal(
            ["src/AgentGuard.Cedar/Evaluation/Evaluator.cs uses Schema"],
            NamespaceUses.Violations("src/AgentGuard.Cedar/Evaluation/Evaluator.cs", $"namespace AgentGuard.Cedar.Evaluation;\n{line}\n", Below));

    [Fact]
    public void A_folder_without_a_place_is_found() =>
        Assert.Equal(
            ["src/AgentGuard.Cedar/Extra/Thing.cs is in a folder without a place among the layers"],
            NamespaceUses.Violations("src/AgentGuard.Cedar/Extra/Thing.cs", "namespace AgentGuard.Cedar.Extra;\n", Below));

    [Fact]
    public void A_comment_uses_nothing() =>
        Assert.Empty(NamespaceUses.Violations("src/AgentGuard.Cedar/Ast/Node.cs", "/// <summary>See Schema.Types.</summary>\n", Below));
}
