using System.Text;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema.Types;

/// <summary>Writes types for messages. A shared part is written wherever it stands, so the text is cut early.</summary>
internal static class TypeText
{
    private const int MaxLength = 120;

    public static string Write(CedarType type)
    {
        StringBuilder text = new();
        Append(text, type);
        return text.Length > MaxLength ? UnicodeText.Shorten(text.ToString()) : text.ToString();
    }

    private static void Append(StringBuilder text, CedarType type)
    {
        if (text.Length > MaxLength)
        {
            return;
        }

        switch (type)
        {
            case PrimitiveType primitive:
                text.Append(primitive.Name);
                break;
            case EntityReferenceType entity:
                text.Append(entity.Name);
                break;
            case SetType set:
                text.Append("Set<");
                Append(text, set.Element);
                text.Append('>');
                break;
            case RecordType record:
                AppendRecord(text, record);
                break;
            default:
                throw new InvalidOperationException($"a type is no {type.GetType()}");
        }
    }

    private static void AppendRecord(StringBuilder text, RecordType record)
    {
        text.Append('{');
        string separator = "";
        foreach (AttributeType attribute in record.Attributes)
        {
            if (text.Length > MaxLength)
            {
                return;
            }

            text.Append(separator);
            if (Names.IsIdentifier(attribute.Name))
            {
                text.Append(attribute.Name);
            }
            else
            {
                text.Append('"').Append(UnicodeText.Escape(attribute.Name)).Append('"');
            }

            text.Append(attribute.IsRequired ? ": " : "?: ");
            Append(text, attribute.Type);
            separator = ", ";
        }

        text.Append('}');
    }
}
