using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Namespaces and declarations.</content>
internal ref partial struct SchemaJsonReader
{
    private static readonly string[] s_namespaceNames = ["commonTypes", "entityTypes", "actions", "annotations"];
    private static readonly string[] s_entityNames = ["memberOfTypes", "shape", "tags", "enum", "annotations"];
    private static readonly string[] s_actionNames = ["appliesTo", "memberOf", "annotations"];
    private static readonly string[] s_appliesToNames = ["principalTypes", "resourceTypes", "context"];
    private static readonly string[] s_parentNames = ["type", "id"];

    private List<NamespaceDeclaration> ReadNamespaces()
    {
        Expect(JsonTokenType.StartObject, "an object with a name for each namespace");
        List<NamespaceDeclaration> namespaces = [];
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } name)
        {
            if (name.Length > 0 && !SchemaWords.IsReference(name))
            {
                throw Fault(span, $"`{Excerpt.Of(name)}` is not the name of a namespace");
            }

            if (name is "entityTypes" or "actions" or "commonTypes" && _reader.TokenType == JsonTokenType.StartObject)
            {
                throw Fault(span, $"`{name}` stands outside a namespace", "put the declarations into a namespace, `{\"Name\": {\"entityTypes\": …}}`; the name of none is `\"\"`");
            }

            namespaces.Add(ReadNamespace(name, span));
        }

        return namespaces;
    }

    private NamespaceDeclaration ReadNamespace(string name, SourceSpan nameSpan)
    {
        Expect(JsonTokenType.StartObject, "a namespace, an object");
        List<Annotation> annotations = [];
        NamespaceDeclaration declaration = new(name, nameSpan, annotations);
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } part)
        {
            switch (part)
            {
                case "commonTypes":
                    ReadCommonTypes(declaration);
                    break;
                case "entityTypes":
                    ReadEntityTypes(declaration);
                    break;
                case "actions":
                    ReadActions(declaration);
                    break;
                case "annotations":
                    annotations.AddRange(ReadAnnotations());
                    if (name.Length == 0 && annotations.Count > 0)
                    {
                        throw Fault(span, "what stands in no namespace cannot be annotated together");
                    }

                    break;
                default:
                    throw Unknown(part, span, s_namespaceNames);
            }
        }

        foreach (string required in (ReadOnlySpan<string>)["entityTypes", "actions"])
        {
            if (!seen.Contains(required))
            {
                throw Missing(required, nameSpan);
            }
        }

        return declaration;
    }

    private void ReadCommonTypes(NamespaceDeclaration declaration)
    {
        Expect(JsonTokenType.StartObject, "common types, an object with a name for each");
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } name)
        {
            CheckIdentifier(name, span);
            TypeFields fields = ReadTypeFields(TypePosition.CommonType);
            declaration.CommonTypes.Add(new CommonTypeDeclaration(name, BuildType(fields), fields.Annotations, span));
        }
    }

    private void ReadEntityTypes(NamespaceDeclaration declaration)
    {
        Expect(JsonTokenType.StartObject, "entity types, an object with a name for each");
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } name)
        {
            CheckIdentifier(name, span);
            declaration.EntityTypes.Add(ReadEntityType(name, span));
        }
    }

    private EntityTypeDeclaration ReadEntityType(string name, SourceSpan nameSpan)
    {
        Expect(JsonTokenType.StartObject, "an entity type, an object");
        IReadOnlyList<TypeName> memberOf = [];
        TypeSyntax? shape = null;
        TypeSyntax? tags = null;
        List<string>? choices = null;
        List<Annotation> annotations = [];
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } part)
        {
            switch (part)
            {
                case "memberOfTypes":
                    memberOf = ReadTypeNames("an entity type, a string");
                    break;
                case "shape":
                    shape = ReadType();
                    break;
                case "tags":
                    tags = ReadType();
                    break;
                case "enum":
                    choices = ReadChoices(span);
                    break;
                case "annotations":
                    annotations = ReadAnnotations();
                    break;
                default:
                    throw Unknown(part, span, s_entityNames);
            }
        }

        return choices is not null && (seen.Contains("memberOfTypes") || shape is not null || tags is not null)
            ? throw Fault(nameSpan, $"the enumerated entity type `{name}` has more than `enum`", "its entities have no attributes and no tags and are in nothing")
            : new EntityTypeDeclaration(name, memberOf, shape, tags, choices, annotations, nameSpan);
    }

    private List<string> ReadChoices(SourceSpan span)
    {
        Expect(JsonTokenType.StartArray, "the ids of an enumerated entity type, an array");
        List<string> choices = [];
        while (NextElement())
        {
            choices.Add(ReadString("the id of an entity, a string"));
        }

        return choices.Count > 0 ? choices : throw Fault(span, "`enum` is empty", "an enumerated entity type has at least one id");
    }

    private void ReadActions(NamespaceDeclaration declaration)
    {
        Expect(JsonTokenType.StartObject, "actions, an object with a name for each");
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } id)
        {
            declaration.Actions.Add(ReadAction(id, span));
        }
    }

    private ActionDeclaration ReadAction(string id, SourceSpan idSpan)
    {
        Expect(JsonTokenType.StartObject, "an action, an object");
        AppliesTo? appliesTo = null;
        List<ActionReference> memberOf = [];
        List<Annotation> annotations = [];
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } part)
        {
            switch (part)
            {
                case "appliesTo" or "memberOf" or "attributes" when _reader.TokenType == JsonTokenType.Null:
                    break;
                case "appliesTo":
                    appliesTo = ReadAppliesTo(span);
                    break;
                case "memberOf":
                    memberOf = ReadParents();
                    break;
                case "annotations":
                    annotations = ReadAnnotations();
                    break;
                case "attributes":
                    throw Fault(span, $"the action `{Excerpt.Of(id)}` has attributes", "actions have no attributes");
                default:
                    throw Unknown(part, span, s_actionNames);
            }
        }

        return new ActionDeclaration(id, memberOf, appliesTo, annotations, idSpan);
    }

    private AppliesTo ReadAppliesTo(SourceSpan nameSpan)
    {
        Expect(JsonTokenType.StartObject, "what an action applies to, an object");
        List<TypeName>? principals = null;
        List<TypeName>? resources = null;
        TypeSyntax? context = null;
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } part)
        {
            switch (part)
            {
                case "principalTypes":
                    principals = ReadTypeNames("an entity type, a string");
                    break;
                case "resourceTypes":
                    resources = ReadTypeNames("an entity type, a string");
                    break;
                case "context":
                    context = ReadType();
                    break;
                default:
                    throw Unknown(part, span, s_appliesToNames);
            }
        }

        return new AppliesTo(
            principals ?? throw Missing("principalTypes", nameSpan),
            resources ?? throw Missing("resourceTypes", nameSpan),
            context);
    }

    private List<ActionReference> ReadParents()
    {
        Expect(JsonTokenType.StartArray, "the actions that an action is in, an array");
        List<ActionReference> parents = [];
        while (NextElement())
        {
            SourceSpan start = Here();
            Expect(JsonTokenType.StartObject, "an action, an object with `id` and possibly `type`");
            string? type = null;
            string? id = null;
            SourceSpan idSpan = start;
            HashSet<string> seen = [];
            while (NextName(seen, out SourceSpan span) is { } part)
            {
                switch (part)
                {
                    case "type" when _reader.TokenType == JsonTokenType.Null:
                        break;
                    case "type":
                        type = ReadTypeName("the type of an action, a string").Name;
                        break;
                    case "id":
                        idSpan = Here();
                        id = ReadString("the id of an action, a string");
                        break;
                    default:
                        throw Unknown(part, span, s_parentNames);
                }
            }

            parents.Add(new ActionReference(type, id ?? throw Missing("id", start), idSpan));
        }

        return parents;
    }
}
