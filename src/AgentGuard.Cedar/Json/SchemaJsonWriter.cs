using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>Writes schemas in JSON.</summary>
internal sealed class SchemaJsonWriter(Utf8JsonWriter writer)
{
    private const int MaximumBytes = 64 * 1024 * 1024;

    public void Write(SchemaDocument document)
    {
        writer.WriteStartObject();
        foreach (NamespaceDeclaration @namespace in document.Namespaces)
        {
            writer.WriteStartObject(@namespace.Name);
            if (@namespace.CommonTypes.Count > 0)
            {
                WriteObject("commonTypes", @namespace.CommonTypes, type => type.Name, type => WriteType(type.Type, type.Annotations));
            }

            WriteObject("entityTypes", @namespace.EntityTypes, type => type.Name, WriteEntityType);
            WriteObject("actions", @namespace.Actions, action => action.Id, WriteAction);
            WriteAnnotations(@namespace.Annotations);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteObject<T>(string name, IReadOnlyList<T> items, Func<T, string> nameOf, Action<T> write)
    {
        writer.WriteStartObject(name);
        foreach (T item in items)
        {
            if (writer.BytesCommitted + writer.BytesPending > MaximumBytes)
            {
                throw new InvalidOperationException($"the schema takes more than {MaximumBytes} bytes of JSON");
            }

            writer.WritePropertyName(nameOf(item));
            write(item);
        }

        writer.WriteEndObject();
    }

    private void WriteEntityType(EntityTypeDeclaration type)
    {
        writer.WriteStartObject();
        if (type.MemberOf.Count > 0)
        {
            WriteNames("memberOfTypes", type.MemberOf);
        }

        if (type.Shape is { } shape and not RecordTypeSyntax { Attributes.Count: 0 })
        {
            writer.WritePropertyName("shape");
            WriteType(shape, []);
        }

        if (type.Tags is { } tags)
        {
            writer.WritePropertyName("tags");
            WriteType(tags, []);
        }

        if (type.Choices is { } choices)
        {
            writer.WriteStartArray("enum");
            foreach (string choice in choices)
            {
                writer.WriteStringValue(choice);
            }

            writer.WriteEndArray();
        }

        WriteAnnotations(type.Annotations);
        writer.WriteEndObject();
    }

    private void WriteAction(ActionDeclaration action)
    {
        writer.WriteStartObject();
        if (action.MemberOf.Count > 0)
        {
            writer.WriteStartArray("memberOf");
            foreach (ActionReference parent in action.MemberOf)
            {
                writer.WriteStartObject();
                writer.WriteString("id", parent.Id);
                if (parent.Type is { } type)
                {
                    writer.WriteString("type", type);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (action.AppliesTo is { } appliesTo)
        {
            writer.WriteStartObject("appliesTo");
            WriteNames("principalTypes", appliesTo.Principals);
            WriteNames("resourceTypes", appliesTo.Resources);
            if (appliesTo.Context is { } context and not RecordTypeSyntax { Attributes.Count: 0 })
            {
                writer.WritePropertyName("context");
                WriteType(context, []);
            }

            writer.WriteEndObject();
        }

        WriteAnnotations(action.Annotations);
        writer.WriteEndObject();
    }

    private void WriteNames(string property, IReadOnlyList<TypeName> names)
    {
        writer.WriteStartArray(property);
        foreach (TypeName name in names)
        {
            writer.WriteStringValue(name.Name);
        }

        writer.WriteEndArray();
    }

    private void WriteAnnotations(IReadOnlyList<Annotation> annotations)
    {
        if (annotations.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("annotations");
        foreach (Annotation annotation in annotations)
        {
            writer.WriteString(annotation.Name, annotation.Value);
        }

        writer.WriteEndObject();
    }

    private void WriteType(TypeSyntax type, IReadOnlyList<Annotation> annotations, bool isRequired = true)
    {
        writer.WriteStartObject();
        switch (type)
        {
            case NamedTypeSyntax named:
                WriteReference(named);
                break;
            case PrimitiveTypeSyntax { Type.IsExtension: true } extension:
                writer.WriteString("type", "Extension");
                writer.WriteString("name", extension.Type.Name);
                break;
            case PrimitiveTypeSyntax primitive:
                writer.WriteString("type", primitive.Type.Kind == ValueKind.Boolean ? "Boolean" : primitive.Type.Name);
                break;
            case SetTypeSyntax set:
                writer.WriteString("type", "Set");
                writer.WritePropertyName("element");
                WriteType(set.Element, []);
                break;
            case RecordTypeSyntax record:
                writer.WriteString("type", "Record");
                WriteObject("attributes", record.Attributes, attribute => attribute.Name, attribute => WriteType(attribute.Type, attribute.Annotations, attribute.IsRequired));
                break;
            default:
                throw new InvalidOperationException($"a type is no {type.GetType()}");
        }

        if (!isRequired)
        {
            writer.WriteBoolean("required", false);
        }

        WriteAnnotations(annotations);
        writer.WriteEndObject();
    }

    private void WriteReference(NamedTypeSyntax named)
    {
        // A common type of this name is told from the kind of type by standing under `name`.
        bool isShort = named.Kind == ReferenceKind.Common && named.Name.Name is not "EntityOrCommon";
        writer.WriteString("type", isShort ? named.Name.Name : named.Kind == ReferenceKind.Entity ? "Entity" : "EntityOrCommon");
        if (!isShort)
        {
            writer.WriteString("name", named.Name.Name);
        }
    }
}
