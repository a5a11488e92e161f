using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Which names may be declared.</content>
internal sealed partial class SchemaResolver
{
    private void CheckNames()
    {
        foreach (NamespaceDeclaration @namespace in _document.Namespaces)
        {
            if (@namespace.Name.Split("::").Contains(SchemaWords.BuiltIn))
            {
                ReportReserved(@namespace.NameSpan, @namespace.Name);
            }

            CheckCommonTypeNames(@namespace);
            CheckEntityTypeNames(@namespace);
            CheckTwice(@namespace.Actions.Select(action => (action.Id, action.NameSpan)), "action");
            WarnOfShadows(@namespace);
        }

        CheckShadows();
    }

    private void CheckCommonTypeNames(NamespaceDeclaration @namespace)
    {
        CheckTwice(@namespace.CommonTypes.Select(type => (type.Name, type.NameSpan)), "common type");
        foreach (CommonTypeDeclaration type in @namespace.CommonTypes)
        {
            if (type.Name == SchemaWords.BuiltIn)
            {
                ReportReserved(type.NameSpan, type.Name);
            }
            else if (SchemaWords.IsTypeKeyword(type.Name))
            {
                _diagnostics.Error(type.NameSpan, $"`{type.Name}` is reserved and cannot name a common type", "choose another name");
            }
        }
    }

    private void CheckEntityTypeNames(NamespaceDeclaration @namespace)
    {
        CheckTwice(@namespace.EntityTypes.Select(type => (type.Name, type.NameSpan)), "entity type");
        foreach (EntityTypeDeclaration type in @namespace.EntityTypes)
        {
            if (type.Name == SchemaWords.BuiltIn)
            {
                ReportReserved(type.NameSpan, type.Name);
            }
            else if (type.Name == SchemaWords.Action)
            {
                _diagnostics.Error(type.NameSpan, "the entity type `Action` is declared", "`Action` is the type of actions, which are declared with `action`");
            }
        }
    }

    private void ReportReserved(SourceSpan span, string name) =>
        _diagnostics.Error(span, $"`{Excerpt.Of(name)}` is reserved", $"names in `{SchemaWords.BuiltIn}` can be used, but not declared");

    private void CheckTwice(IEnumerable<(string Name, SourceSpan Span)> declarations, string what)
    {
        Dictionary<string, SourceSpan> first = [];
        foreach ((string name, SourceSpan span) in declarations)
        {
            if (!first.TryAdd(name, span))
            {
                _diagnostics.Error(span, $"the {what} `{Excerpt.Of(name)}` is declared twice", $"it is first declared in {LineOf(first[name])}");
            }
        }
    }

    /// <summary>Within a namespace a common type may have the name of an entity type, and hides it.</summary>
    private void WarnOfShadows(NamespaceDeclaration @namespace)
    {
        HashSet<string> entityTypes = [.. @namespace.EntityTypes.Select(type => type.Name)];
        foreach (CommonTypeDeclaration type in @namespace.CommonTypes)
        {
            if (entityTypes.Contains(type.Name))
            {
                _diagnostics.Warning(type.NameSpan, $"the common type `{Excerpt.Of(type.Name)}` hides the entity type of this name", "attributes of this type have the common type; rename one of the two");
            }

            WarnOfHiddenBuiltIn(type.Name, type.NameSpan);
        }

        foreach (EntityTypeDeclaration type in @namespace.EntityTypes)
        {
            WarnOfHiddenBuiltIn(type.Name, type.NameSpan);
        }
    }

    private void WarnOfHiddenBuiltIn(string name, SourceSpan span)
    {
        if (PrimitiveType.Find(name) is not null)
        {
            _diagnostics.Warning(span, $"the declaration of `{name}` hides the built-in type", $"the built-in type is still there as `{SchemaWords.BuiltIn}::{name}`");
        }
    }

    /// <summary>What stands in no namespace must not be hidden by what stands in one: a plain name would mean another thing there (Cedar's RFC 70).</summary>
    private void CheckShadows()
    {
        if (_document.Namespaces.FirstOrDefault(@namespace => @namespace.Name.Length == 0) is not { } none)
        {
            return;
        }

        HashSet<string> types = [.. none.CommonTypes.Select(type => type.Name), .. none.EntityTypes.Select(type => type.Name)];
        HashSet<string> actions = [.. none.Actions.Select(action => action.Id)];
        foreach (NamespaceDeclaration @namespace in _document.Namespaces.Where(@namespace => @namespace != none))
        {
            IEnumerable<(string Name, SourceSpan Span)> declared = @namespace.CommonTypes.Select(type => (type.Name, type.NameSpan))
                .Concat(@namespace.EntityTypes.Select(type => (type.Name, type.NameSpan)));
            foreach ((string name, SourceSpan span) in declared.Where(type => types.Contains(type.Name)))
            {
                _diagnostics.Error(span, $"`{Excerpt.Of(@namespace.Qualify(name))}` hides `{Excerpt.Of(name)}`, which is in no namespace", $"rename one of the two, or move `{Excerpt.Of(name)}` into a namespace");
            }

            foreach (ActionDeclaration action in @namespace.Actions.Where(action => actions.Contains(action.Id)))
            {
                _diagnostics.Error(action.NameSpan, $"the action `{Excerpt.Of(action.Id)}` of `{Excerpt.Of(@namespace.Name)}` hides the action of this name that is in no namespace", "rename one of the two, or move the other into a namespace");
            }
        }
    }
}
