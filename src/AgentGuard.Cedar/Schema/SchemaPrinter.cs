using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>Writes a schema as Cedar text. Reading that text gives the same schema. This part: namespaces and declarations.</summary>
internal sealed partial class SchemaPrinter
{
    private readonly StringBuilder _text = new();
    private readonly SchemaDocument _document;
    private readonly DefinedNames _names;
    private NamespaceDeclaration _namespace = new("", default, []);
    private string _indent = "";

    private SchemaPrinter(SchemaDocument document)
    {
        _document = document;
        _names = new DefinedNames(document);
    }

    /// <exception cref="NotSupportedException">The schema says what the schema syntax cannot say.</exception>
    public static string Print(SchemaDocument document)
    {
        SchemaPrinter printer = new(document);
        printer.AppendDocument();
        return printer._text.ToString();
    }

    private void AppendDocument()
    {
        string separator = "";
        foreach (NamespaceDeclaration @namespace in _document.Namespaces)
        {
            _namespace = @namespace;
            _text.Append(separator);
            separator = "\n";
            if (@namespace.Name.Length == 0)
            {
                AppendDeclarations(@namespace);
                continue;
            }

            AppendAnnotations(@namespace.Annotations);
            _text.Append("namespace ").Append(@namespace.Name).Append(" {\n");
            _indent = "  ";
            AppendDeclarations(@namespace);
            _indent = "";
            _text.Append("}\n");
        }
    }

    private void AppendDeclarations(NamespaceDeclaration @namespace)
    {
        int start = _text.Length;
        foreach (CommonTypeDeclaration type in @namespace.CommonTypes)
        {
            Begin(start, type.Annotations).Append("type ").Append(type.Name).Append(" = ");
            AppendType(type.Type);
            _text.Append(";\n");
        }

        foreach (EntityTypeDeclaration[] group in Together(@namespace.EntityTypes, AreDeclaredTogether))
        {
            AppendEntityTypes(start, group);
        }

        foreach (ActionDeclaration[] group in Together(@namespace.Actions, AreDeclaredTogether))
        {
            AppendActions(start, group);
        }
    }

    private void AppendEntityTypes(int start, EntityTypeDeclaration[] group)
    {
        EntityTypeDeclaration type = group[0];
        Begin(start, type.Annotations).Append("entity ").AppendJoin(", ", group.Select(member => member.Name));
        if (type.Choices is { } choices)
        {
            _text.Append(" enum [").AppendJoin(", ", choices.Select(Quote)).Append("];\n");
            return;
        }

        if (type.MemberOf.Count > 0)
        {
            _text.Append(" in [").AppendJoin(", ", type.MemberOf.Select(name => name.Name)).Append(']');
        }

        if (type.Shape is { } shape and not RecordTypeSyntax { Attributes.Count: 0 })
        {
            if (shape is not RecordTypeSyntax)
            {
                throw new NotSupportedException($"the shape of the entity type `{type.Name}` is a common type, which the schema syntax cannot say");
            }

            _text.Append(" = ");
            AppendType(shape);
        }

        if (type.Tags is { } tags)
        {
            _text.Append(" tags ");
            AppendType(tags);
        }

        _text.Append(";\n");
    }

    private void AppendActions(int start, ActionDeclaration[] group)
    {
        ActionDeclaration action = group[0];
        Begin(start, action.Annotations).Append("action ").AppendJoin(", ", group.Select(member => Quote(member.Id)));
        if (action.MemberOf.Count > 0)
        {
            _text.Append(" in [").AppendJoin(", ", action.MemberOf.Select(parent => parent.Type is null ? Quote(parent.Id) : $"{parent.Type}::{Quote(parent.Id)}")).Append(']');
        }

        // With no type of principal or resource there is no request, and nothing that the syntax could say.
        if (action.AppliesTo is { Principals.Count: > 0, Resources.Count: > 0 } appliesTo)
        {
            _text.Append(" appliesTo {\n");
            AppendTypes("principal", appliesTo.Principals);
            AppendTypes("resource", appliesTo.Resources);
            _text.Append(_indent).Append("  context: ");
            Indented(() => AppendContext(appliesTo.Context ?? new RecordTypeSyntax([], default)));
            _text.Append('\n').Append(_indent).Append('}');
        }

        _text.Append(";\n");
    }

    private void AppendTypes(string part, IReadOnlyList<TypeName> types) =>
        _text.Append(_indent).Append("  ").Append(part).Append(": [").AppendJoin(", ", types.Select(name => name.Name)).Append("],\n");

    private StringBuilder Begin(int start, IReadOnlyList<Annotation> annotations)
    {
        if (_text.Length > start)
        {
            _text.Append('\n');
        }

        AppendAnnotations(annotations);
        return _text.Append(_indent);
    }

    private void AppendAnnotations(IReadOnlyList<Annotation> annotations)
    {
        foreach (Annotation annotation in annotations)
        {
            _text.Append(_indent).Append('@').Append(annotation.Name);
            if (annotation.Value.Length > 0)
            {
                _text.Append('(').Append(Quote(annotation.Value)).Append(')');
            }

            _text.Append('\n');
        }
    }

    private void Indented(Action append)
    {
        string indent = _indent;
        _indent += "  ";
        append();
        _indent = indent;
    }

    private static string Quote(string text) => $"\"{UnicodeText.Escape(text)}\"";

    /// <summary>Neighbours that were declared as one stay one: written apart they may be very long.</summary>
    private static IEnumerable<T[]> Together<T>(List<T> declarations, Func<T, T, bool> areTogether)
    {
        for (int start = 0; start < declarations.Count;)
        {
            int end = start + 1;
            while (end < declarations.Count && areTogether(declarations[start], declarations[end]))
            {
                end++;
            }

            yield return [.. declarations[start..end]];
            start = end;
        }
    }

    private static bool AreDeclaredTogether(EntityTypeDeclaration left, EntityTypeDeclaration right) =>
        ReferenceEquals(left.Annotations, right.Annotations)
        && ReferenceEquals(left.MemberOf, right.MemberOf)
        && ReferenceEquals(left.Shape, right.Shape)
        && ReferenceEquals(left.Tags, right.Tags)
        && ReferenceEquals(left.Choices, right.Choices);

    private static bool AreDeclaredTogether(ActionDeclaration left, ActionDeclaration right) =>
        ReferenceEquals(left.Annotations, right.Annotations)
        && ReferenceEquals(left.MemberOf, right.MemberOf)
        && ReferenceEquals(left.AppliesTo, right.AppliesTo);
}
