using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Tests.Schema;

/// <summary>Writes what a schema says when all its names are resolved: the same text for schemas that say the same.</summary>
internal static class SchemaDump
{
    public static string Of(CedarSchema schema)
    {
        StringBuilder text = new();
        foreach (EntityTypeDefinition type in schema.EntityTypeDefinitions.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"entity {type.Name} in [{List(type.Ancestors)}] = ");
            Append(text, type.Attributes);
            if (type.Tags is not null)
            {
                Append(text.Append(" tags "), type.Tags);
            }

            text.AppendLine(type.Choices is null ? "" : $" enum [{List(type.Choices)}]");
        }

        foreach (ActionDefinition action in schema.ActionDefinitions.OrderBy(action => action.Uid.ToString(), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"action {action.Uid} in [{List(action.Ancestors.Select(uid => $"{uid}"))}] ");
            text.Append(CultureInfo.InvariantCulture, $"principal [{List(action.Principals)}] resource [{List(action.Resources)}] context ");
            Append(text, action.Context);
            text.AppendLine();
        }

        return text.ToString();
    }

    /// <summary>Writes a type in full.</summary>
    public static void Append(StringBuilder text, CedarType type)
    {
        switch (type)
        {
            case PrimitiveType primitive:
                text.Append(primitive.Name);
                break;
            case EntityReferenceType entity:
                text.Append("entity ").Append(entity.Name);
                break;
            case SetType set:
                Append(text.Append("Set<"), set.Element);
                text.Append('>');
                break;
            case RecordType record:
                text.Append('{');
                foreach (AttributeType attribute in record.Attributes)
                {
                    text.Append('"').Append(attribute.Name).Append(attribute.IsRequired ? "\": " : "\"?: ");
                    Append(text, attribute.Type);
                    text.Append(", ");
                }

                text.Append('}');
                break;
        }
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
