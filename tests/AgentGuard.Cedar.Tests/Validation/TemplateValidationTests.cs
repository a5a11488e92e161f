using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Diagnostics;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>A template is valid if it is for whatever its slots may be filled with; a link may still be wrong.</summary>
public sealed class TemplateValidationTests
{
    private static readonly CedarValidator s_validator = new(CedarSchema.Parse(new SourceText(Rendered.Documents)));

    [Theory]
    [InlineData("permit (principal == ?principal, action == Action::\"read\", resource in ?resource) when { principal.age > 17 };")]
    [InlineData("permit (principal in ?principal, action, resource == ?resource);")]
    [InlineData("permit (principal is User in ?principal, action in Action::\"access\", resource) when { resource.owner == principal };")]
    public void A_template_is_valid_for_whatever_fills_its_slots(string text)
    {
        bool isValid = s_validator.TryValidate(CedarParser.ParsePolicyStore(new SourceText(text)), out IReadOnlyList<Diagnostic> diagnostics);

        Assert.True(isValid, string.Join('\n', diagnostics));
        Assert.Empty(diagnostics);
    }

    [Theory]
    [InlineData("permit (principal == ?principal, action == Action::\"read\", resource) when { principal.agee > 17 };", "agee")]
    [InlineData("permit (principal == ?principal, action == Action::\"read\", resource) when { principal.name > 17 };", "expected `Long`, found `String`")]
    [InlineData("permit (principal is Folder in ?principal, action == Action::\"read\", resource);", "no action applies")]
    [InlineData("permit (principal is Usr in ?principal, action, resource);", "Usr")]
    public void What_is_wrong_for_some_link_makes_the_template_wrong(string text, string message)
    {
        bool isValid = s_validator.TryValidate(CedarParser.ParsePolicyStore(new SourceText(text)), out IReadOnlyList<Diagnostic> diagnostics);

        Assert.False(isValid);
        Assert.Contains(diagnostics, diagnostic => diagnostic.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("User", "alice", "")]
    [InlineData("Folder", "inbox", "no action applies to what the head of the policy admits")]
    [InlineData("Usr", "alice", "the entity type `Usr` is not declared")]
    public void A_link_is_validated_with_what_fills_its_slots(string type, string id, string error)
    {
        PolicyStore store = CedarParser.ParsePolicyStore(new SourceText("@id(\"t\") permit (principal == ?principal, action == Action::\"read\", resource);"));
        store.Link(store.Templates[0].Id, "linked", new EntityUid(type, id));

        bool isValid = s_validator.TryValidate(store, out IReadOnlyList<Diagnostic> diagnostics);

        Assert.Equal(error.Length == 0, isValid);
        Assert.Equal(error, string.Join('\n', diagnostics.Select(diagnostic => diagnostic.Message)));
    }
}
