using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Diagnostics;
using AgentGuard.Cedar.Tests.Schema;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Where an optional attribute or a tag is known to be there.</summary>
public sealed class CapabilityTests
{
    private static readonly CedarSchema s_schema = SchemaText.Read(Rendered.Documents.Replace("action list appliesTo { principal: [User], resource: [Folder] };", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("principal has email && principal.email == \"a\"")]
    [InlineData("principal has \"email\" && principal[\"email\"] like \"a*\"")]
    [InlineData("if principal has email then principal.email == \"a\" else false")]
    [InlineData("!(principal has email) || true")]
    [InlineData("(principal has email && principal.age > 1) && principal.email == \"a\"")]
    [InlineData("(principal has email || false) && principal.email == \"a\"")]
    [InlineData("(principal has email || principal has email) && principal.email == \"a\"")]
    [InlineData("(if principal.age > 1 then principal has email else principal has email) && principal.email == \"a\"")]
    [InlineData("principal.address has zip && principal.address.zip == \"1\"")]
    [InlineData("principal has address.zip && principal.address.zip == \"1\"")]
    [InlineData("resource.owner has email && resource.owner.email == \"a\"")]
    [InlineData("{a: principal}.a has email && {a: principal}.a.email == \"a\"")]
    [InlineData("(if 1 > principal.age then principal else principal) has email && (if !(1 <= principal.age) then principal else principal).email == \"a\"")]
    [InlineData("principal.hasTag(\"a\") && principal.getTag(\"a\") == \"b\"")]
    [InlineData("principal.hasTag(resource.title) && principal.getTag(resource.title) == \"b\"")]
    [InlineData("principal has email && (principal has email || principal.age > 1) && principal.email == \"a\"")]
    [InlineData("principal has nothing && principal.nothing == 1")]
    public void Known_to_be_there(string condition) => Assert.Equal("", Verdicts.Errors(s_schema, condition));

    [Theory]
    [InlineData("!(principal has email) && principal.email == \"a\"")]
    [InlineData("principal has email || principal.email == \"a\"")]
    [InlineData("principal.email == \"a\" && principal has email")]
    [InlineData("if principal has email then true else principal.email == \"a\"")]
    [InlineData("(principal has email || principal.age > 1) && principal.email == \"a\"")]
    [InlineData("(if principal.age > 1 then principal has email else true) && principal.email == \"a\"")]
    [InlineData("principal has email && principal.manager.email == \"a\"")]
    [InlineData("principal has email && resource.owner.email == \"a\"")]
    [InlineData("(if principal has email then true else false) && principal.email == \"a\"")]
    [InlineData("[principal has email].contains(true) && principal.email == \"a\"")]
    [InlineData("(principal has email) == true && principal.email == \"a\"")]
    [InlineData("principal.hasTag(\"a\") && principal.getTag(\"b\") == \"b\"")]
    [InlineData("principal.hasTag(\"a\") && principal.manager.getTag(\"a\") == \"b\"")]
    [InlineData("principal has name && principal.getTag(\"name\") == \"b\"")]
    [InlineData("principal.hasTag(\"email\") && principal.email == \"b\"")]
    public void Not_known_to_be_there(string condition) => Assert.Contains("may be absent here", Verdicts.Errors(s_schema, condition), StringComparison.Ordinal);

    [Fact]
    public void Clauses_stand_one_behind_the_other()
    {
        Assert.Equal("", Verdicts.Errors(s_schema, "principal has email } when { principal.email == \"a\""));
        Assert.Equal("", Verdicts.Errors(s_schema, "principal has email } unless { principal.email == \"a\""));
        Assert.Contains("may be absent", Verdicts.Errors(s_schema, "true } unless { principal has email } when { principal.email == \"a\""), StringComparison.Ordinal);
    }
}
