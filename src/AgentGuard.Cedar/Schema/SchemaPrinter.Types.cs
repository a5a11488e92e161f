using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>Types. A schema in JSON can say of a name that it is an entity type or a common type; here it must follow from the name.</content>
internal sealed partial class SchemaPrinter
{
    private void AppendType(TypeSyntax type)
    {
        switch (type)
        {
            case NamedTypeSyntax named:
                _text.Append(NameOf(named, ReferenceKind.Either));
                break;
            case PrimitiveTypeSyntax primitive:
                _text.Append(SchemaWords.BuiltIn).Append("::").Append(primitive.Type.Name);
                break;
            case SetTypeSyntax set:
                _text.Append("Set<");
                AppendType(set.Element);
                _text.Append('>');
                break;
            case RecordTypeSyntax record:
                AppendRecord(record);
                break;
            default:
                throw new InvalidOperationException($"a type is no {type.GetType()}");
        }
    }

    private void AppendContext(TypeSyntax context)
    {
        if (context is NamedTypeSyntax named)
        {
            _text.Append(NameOf(named, ReferenceKind.Common));
        }
        else
        {
            AppendType(context);
        }
    }

    private void AppendRecord(RecordTypeSyntax record)
    {
        if (record.Attributes.Count == 0)
        {
            _text.Append("{}");
            return;
        }

        _text.Append("{\n");
        Indented(() =>
        {
            string separator = "";
            foreach (AttributeDeclaration attribute in record.Attributes)
            {
                _text.Append(separator);
                AppendAnnotations(attribute.Annotations);
                bool isPlain = Names.IsIdentifier(attribute.Name) && SchemaWords.IsUsable(attribute.Name);
                _text.Append(_indent).Append(isPlain ? attribute.Name : Quote(attribute.Name)).Append(attribute.IsRequired ? ": " : "?: ");
                AppendType(attribute.Type);
                separator = ",\n";
            }
        });
        _text.Append('\n').Append(_indent).Append('}');
    }

    /// <summary>A name that means here what it meant where it was written.</summary>
    private string NameOf(NamedTypeSyntax named, ReferenceKind here)
    {
        Referent meant = _names.Resolve(named.Name, _namespace.Name, named.Kind);
        if (_names.Resolve(named.Name, _namespace.Name, here) == meant)
        {
            return named.Name.Name;
        }

        string full = meant.BuiltIn is { } type ? $"{SchemaWords.BuiltIn}::{type.Name}" : meant.Name;
        Referent found = _names.Resolve(named.Name with { Name = full }, _namespace.Name, here);
        return found.Kind == meant.Kind && (found.Name == meant.Name || found.BuiltIn is not null)
            ? full
            : throw new NotSupportedException($"`{meant.Name}` is meant to be the entity type, and in the schema syntax it is the common type of this name");
    }
}
