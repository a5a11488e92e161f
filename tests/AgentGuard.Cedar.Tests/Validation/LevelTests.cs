using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Diagnostics;
using AgentGuard.Cedar.Tests.Schema;
using AgentGuard.Cedar.Validation;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Through how many entities, one behind the other, conditions reach.</summary>
public sealed class LevelTests
{
    private static readonly CedarSchema s_schema = SchemaText.Read(Rendered.Documents.Replace("action list appliesTo { principal: [User], resource: [Folder] };", "", StringComparison.Ordinal));

    [Theory]
    [InlineData(0, "true")]
    [InlineData(0, "context.score == decimal(\"1.0\")")]
    [InlineData(0, "principal == resource.owner || true", 1)]
    [InlineData(0, "principal is User")]
    [InlineData(0, "action in Action::\"access\"", 1)]
    [InlineData(1, "principal.name == \"a\"")]
    [InlineData(1, "principal has name")]
    [InlineData(1, "principal in Team::\"ops\"")]
    [InlineData(1, "principal.hasTag(\"a\") && principal.getTag(\"a\") == \"b\"")]
    [InlineData(1, "principal.address.city == \"a\"")]
    [InlineData(1, "principal.manager == resource.owner")]
    [InlineData(2, "resource.owner.name == \"a\"")]
    [InlineData(2, "principal.manager in Team::\"ops\"")]
    [InlineData(2, "(if principal.age > 1 then principal else principal.manager).name == \"a\"")]
    [InlineData(2, "{a: principal.manager, b: principal}.a.name == \"a\"")]
    [InlineData(1, "{a: principal.manager, b: principal}.b.name == \"a\"")]
    [InlineData(3, "principal.manager.manager.name == \"a\"")]
    [InlineData(1, "false && principal.manager.manager.name == \"a\"", 0)]
    public void A_condition_needs(int level, string condition, int? atLeast = null)
    {
        int needed = atLeast ?? level;

        Assert.Equal("", Verdicts.Errors(s_schema, condition, new ValidationOptions { MaxLevel = needed }));
        if (needed > 0)
        {
            Assert.Contains("reaches through", Verdicts.Errors(s_schema, condition, new ValidationOptions { MaxLevel = needed - 1 }), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_head_counts_too()
    {
        const string policy = "permit (principal in Team::\"ops\", action, resource);";

        Assert.Equal("`principal in Team::\"ops\"` reaches through 1 entity, and 0 are allowed", Verdicts.Of(s_schema, policy, DiagnosticSeverity.Error, new ValidationOptions { MaxLevel = 0 }));
        Assert.Equal("", Verdicts.Of(s_schema, policy, DiagnosticSeverity.Error, new ValidationOptions { MaxLevel = 1 }));
    }

    [Fact]
    public void An_entity_that_a_policy_names_is_not_looked_into()
    {
        Assert.Equal("`User::\"alice\"` is looked into, and is named by the policy itself", Verdicts.Errors(s_schema, "User::\"alice\".name == principal.name", new ValidationOptions { MaxLevel = 5 }));
        Assert.Equal("", Verdicts.Errors(s_schema, "User::\"alice\".name == principal.name"));
    }

    [Fact]
    public void What_is_not_valid_is_said_once() =>
        Assert.Equal("the attribute `nmae` does not exist on the entity type `User`", Verdicts.Errors(s_schema, "principal.manager.nmae == 1", new ValidationOptions { MaxLevel = 0 }));
}
