using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <content>Types. The name that says what kind of type it is may stand behind the others, so all are read first.</content>
internal ref partial struct SchemaJsonReader
{
    private static readonly string[] s_typeNames = ["type", "element", "attributes", "additionalAttributes", "name", "required", "annotations"];

    /// <summary>Where a type stands decides what else stands in its object.</summary>
    private enum TypePosition
    {
        Plain,
        CommonType,
        Attribute,
    }

    private TypeSyntax ReadType() => BuildType(ReadTypeFields(TypePosition.Plain));

    private TypeFields ReadTypeFields(TypePosition position)
    {
        Expect(JsonTokenType.StartObject, "a type, an object with `type`");
        TypeFields fields = new(Here());
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } name)
        {
            switch (name)
            {
                case "type":
                    fields.TypeSpan = Here();
                    fields.Type = ReadString("the name of a type, a string");
                    break;
                case "element":
                    EnterType(span);
                    fields.Element = ReadType();
                    _nesting--;
                    break;
                case "attributes":
                    EnterType(span);
                    fields.Attributes = ReadAttributes();
                    _nesting--;
                    break;
                case "additionalAttributes":
                    fields.IsOpen = ReadBoolean("true or false");
                    break;
                case "name":
                    fields.NameSpan = Here();
                    fields.Name = ReadString("the name of a type, a string");
                    break;
                case "required" when position == TypePosition.Attribute:
                    fields.IsRequired = ReadBoolean("true or false");
                    break;
                case "annotations" when position != TypePosition.Plain:
                    fields.Annotations = ReadAnnotations();
                    break;
                case "optional" when position == TypePosition.Attribute:
                    throw Fault(span, "unknown name `optional`", "an attribute that may be absent has `\"required\": false`");
                default:
                    throw Unknown(name, span, s_typeNames.AsSpan(0, position switch { TypePosition.Plain => 5, TypePosition.Attribute => 7, _ => 5 }));
            }
        }

        return fields;
    }

    /// <summary>Counts sets and records, as the brackets of the schema syntax.</summary>
    private void EnterType(SourceSpan span)
    {
        if (++_nesting > _options.MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fault(span, $"types nest deeper than {_options.MaxNesting} levels", "give the inner types names under `commonTypes`");
        }
    }

    private List<AttributeDeclaration> ReadAttributes()
    {
        Expect(JsonTokenType.StartObject, "attributes, an object with a name for each");
        List<AttributeDeclaration> attributes = [];
        HashSet<string> seen = [];
        while (NextName(seen, out SourceSpan span) is { } name)
        {
            TypeFields fields = ReadTypeFields(TypePosition.Attribute);
            attributes.Add(new AttributeDeclaration(name, BuildType(fields), fields.IsRequired, fields.Annotations, span));
        }

        return attributes;
    }

    private static TypeSyntax BuildType(TypeFields fields)
    {
        switch (fields.Type)
        {
            case null:
                throw Missing("type", fields.Start);
            case "String":
                return Plain(fields, PrimitiveType.String);
            case "Long":
                return Plain(fields, PrimitiveType.Long);
            case "Boolean":
                return Plain(fields, PrimitiveType.Boolean);
            case "Set":
                fields.Allow("element");
                return new SetTypeSyntax(fields.Element ?? throw Missing("element", fields.TypeSpan), fields.TypeSpan);
            case "Record":
                fields.Allow("attributes", "additionalAttributes");
                return fields.IsOpen == true
                    ? throw Fault(fields.TypeSpan, "the record has additional attributes", "records have exactly the attributes that are declared")
                    : new RecordTypeSyntax(fields.Attributes ?? throw Missing("attributes", fields.TypeSpan), fields.TypeSpan);
            case "Entity":
                return Reference(fields, ReferenceKind.Entity);
            case "EntityOrCommon":
                return Reference(fields, ReferenceKind.Either);
            case "Extension":
                return Extension(fields);
            default:
                fields.Allow();
                return SchemaWords.IsReference(fields.Type)
                    ? new NamedTypeSyntax(new TypeName(fields.Type, fields.TypeSpan), ReferenceKind.Common)
                    : throw Fault(fields.TypeSpan, $"`{Excerpt.Of(fields.Type)}` is not the name of a type");
        }
    }

    private static PrimitiveTypeSyntax Plain(TypeFields fields, PrimitiveType type)
    {
        fields.Allow();
        return new PrimitiveTypeSyntax(type, fields.TypeSpan);
    }

    private static NamedTypeSyntax Reference(TypeFields fields, ReferenceKind kind)
    {
        fields.Allow("name");
        string name = fields.Name ?? throw Missing("name", fields.TypeSpan);
        return SchemaWords.IsReference(name)
            ? new NamedTypeSyntax(new TypeName(name, fields.NameSpan), kind)
            : throw Fault(fields.NameSpan, $"`{Excerpt.Of(name)}` is not the name of a type");
    }

    private static PrimitiveTypeSyntax Extension(TypeFields fields)
    {
        fields.Allow("name");
        string name = fields.Name ?? throw Missing("name", fields.TypeSpan);
        IEnumerable<string> known = PrimitiveType.All.Where(type => type.IsExtension).Select(type => type.Name);
        return PrimitiveType.Find(name) is { IsExtension: true } type
            ? new PrimitiveTypeSyntax(type, fields.NameSpan)
            : throw Fault(fields.NameSpan, $"unknown extension type `{Excerpt.Of(name)}`", Suggestion.Closest(name, known) is { } meant ? $"did you mean `{meant}`?" : $"the extension types are {string.Join(", ", known.Select(n => $"`{n}`"))}");
    }

    /// <summary>What stands in the object of a type.</summary>
    private sealed class TypeFields(SourceSpan start)
    {
        public SourceSpan Start { get; } = start;

        public string? Type { get; set; }

        public SourceSpan TypeSpan { get; set; }

        public TypeSyntax? Element { get; set; }

        public List<AttributeDeclaration>? Attributes { get; set; }

        public bool? IsOpen { get; set; }

        public string? Name { get; set; }

        public SourceSpan NameSpan { get; set; }

        public bool IsRequired { get; set; } = true;

        public IReadOnlyList<Annotation> Annotations { get; set; } = [];

        /// <exception cref="SchemaJsonException">Something else stands there too.</exception>
        public void Allow(params ReadOnlySpan<string> names)
        {
            string? other = Element is not null && !names.Contains("element") ? "element"
                : Attributes is not null && !names.Contains("attributes") ? "attributes"
                : IsOpen is not null && !names.Contains("additionalAttributes") ? "additionalAttributes"
                : Name is not null && !names.Contains("name") ? "name"
                : null;
            if (other is not null)
            {
                throw Fault(TypeSpan, $"a type `{Excerpt.Of(Type!)}` has no `{other}`");
            }
        }
    }
}
